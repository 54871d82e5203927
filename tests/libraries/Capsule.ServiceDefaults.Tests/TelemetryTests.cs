using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Capsule.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    // Telemetry is recorded where somebody takes it; what the tests look at is taken by them as well.
    internal static readonly (string, string?) Nowhere = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");

    [Theory]
    [InlineData("grpc", HttpProtocols.Http2, "TraceService/Export", "MetricsService/Export", "LogsService/Export")]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/traces", "/v1/metrics", "/v1/logs")]
    public async Task Traces_metrics_and_logs_reach_the_OTLP_endpoint(
        string protocol,
        HttpProtocols http,
        string traces,
        string metrics,
        string logs
    )
    {
        await using var receiver = await OtlpReceiver.StartAsync(http);
        await using var service = await TestService.StartAsync(
            map: Map,
            settings:
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_SERVICE_NAME", "orders"),
                ("OTEL_BSP_SCHEDULE_DELAY", "50"),
                ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "50"),
            ]
        );

        await service.Client.GetAsync("/things/7");

        await Eventually.TrueAsync(() => receiver.Has(traces, "orders", "GET /things/{id}", "http.route"), "the span of the request");
        await Eventually.TrueAsync(() => receiver.Has(metrics, "orders", "http.server.request.duration"), "the metrics of requests");
        await Eventually.TrueAsync(() => receiver.Has(metrics, "dotnet.gc.collections"), "the metrics of the runtime");
        await Eventually.TrueAsync(() => receiver.Has(logs, "orders", "thing 7 was asked for"), "the log line");
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_recorded()
    {
        var redis = (await TestServers.GetAsync()).Redis;
        await using var service = await TestService.StartAsync(
            builder => builder.AddServiceRedis(),
            settings: [("ConnectionStrings:redis", redis), ("Transport:AllowInsecure", "redis")],
            map: app =>
                app.MapGet(
                    "/recorded",
                    () => $"{Activity.Current?.IsAllDataRequested} {Activity.Current?.TraceId != default(ActivityTraceId)}"
                )
        );

        Assert.Null(service.App.Services.GetService<TracerProvider>());
        Assert.Null(service.App.Services.GetService<MeterProvider>());
        Assert.EndsWith("True", await service.Client.GetStringAsync("/recorded"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("MassTransit")]
    [InlineData("Capsule.Orders")]
    public async Task The_sources_and_meters_of_the_stack_are_listened_to(string name)
    {
        var spans = new List<Activity>();
        var metrics = new MetricRecorder();
        await using var service = await TestService.StartAsync(
            builder =>
            {
                Collect(builder, spans);
                builder.Services.AddOpenTelemetry().WithMetrics(provider => provider.AddReader(new BaseExportingMetricReader(metrics)));
            },
            settings: [Nowhere]
        );
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);

        using (
            source.StartActivity(
                $"span of {name}",
                ActivityKind.Internal,
                new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)
            )
        )
        {
            meter.CreateCounter<int>("test.count").Add(1);
        }

        service.App.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.Contains(Snapshot(spans), span => span.DisplayName == $"span of {name}");
        Assert.Contains((name, "test.count"), metrics.Seen);
    }

    internal static void Collect(IHostApplicationBuilder builder, List<Activity> spans) =>
        builder
            .Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(new SpanRecorder(spans))));

    internal static Activity[] Snapshot(List<Activity> spans)
    {
        lock (spans)
        {
            return [.. spans];
        }
    }

    internal static void Map(WebApplication app)
    {
        app.MapGet("/things/{id}", (int id, ILogger<TelemetryTests> log) => log.LogInformation("thing {Id} was asked for", id));
        app.MapGet("/bug", string () => throw new InvalidOperationException("a bug"));
        app.MapGet("/trace", () => Activity.Current?.TraceId.ToHexString());
    }

    internal sealed class SpanRecorder(List<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            lock (spans)
            {
                foreach (var span in batch)
                {
                    spans.Add(span);
                }
            }

            return ExportResult.Success;
        }
    }

    private sealed class MetricRecorder : BaseExporter<Metric>
    {
        public ConcurrentQueue<(string Meter, string Name)> Seen { get; } = new();

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Seen.Enqueue((metric.MeterName, metric.Name));
            }

            return ExportResult.Success;
        }
    }
}
