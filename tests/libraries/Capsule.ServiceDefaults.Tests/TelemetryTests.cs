using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    // Telemetry is recorded where somebody takes it; what the tests look at is taken by them as well.
    private static readonly (string, string?) Nowhere = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");

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

    [Fact]
    public async Task A_request_has_one_span_with_the_conventional_attributes()
    {
        var spans = new List<Activity>();
        await using var service = await TestService.StartAsync(builder => Collect(builder, spans), Map, settings: [Nowhere]);

        await service.Client.GetAsync("/things/7?secret=1");

        await Eventually.TrueAsync(() => OfServer(spans, service).Length > 0, "the server's span");
        var span = OfServer(spans, service).Single();
        Assert.Equal("GET /things/{id}", span.DisplayName);
        Assert.Equal("GET", span.GetTagItem("http.request.method"));
        Assert.Equal("/things/{id}", span.GetTagItem("http.route"));
        Assert.Equal(200, span.GetTagItem("http.response.status_code"));
        Assert.Equal("http", span.GetTagItem("url.scheme"));
        Assert.Equal("/things/7", span.GetTagItem("url.path"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal("1.1", span.GetTagItem("network.protocol.version"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_request_keeps_its_route_and_carries_the_exception()
    {
        var spans = new List<Activity>();
        await using var service = await TestService.StartAsync(builder => Collect(builder, spans), Map, settings: [Nowhere]);

        await service.Client.GetAsync("/bug");

        await Eventually.TrueAsync(() => OfServer(spans, service).Length > 0, "the server's span");
        var span = OfServer(spans, service).Single();
        Assert.Equal("GET /bug", span.DisplayName);
        Assert.Equal(500, span.GetTagItem("http.response.status_code"));
        Assert.Equal("500", span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Contains(span.Events, @event => @event.Name == "exception");
    }

    [Fact]
    public async Task A_call_to_another_service_is_in_the_same_trace()
    {
        var spans = new List<Activity>();
        await using var downstream = await TestService.StartAsync(map: Map);
        await using var service = await TestService.StartAsync(
            builder => Collect(builder, spans),
            app =>
                app.MapGet(
                    "/through",
                    async (IHttpClientFactory clients) => await clients.CreateClient().GetStringAsync("http://downstream/trace")
                ),
            settings: [Nowhere, ("services:downstream:http:0", downstream.Client.BaseAddress!.ToString())]
        );

        var trace = await service.Client.GetStringAsync("/through");

        await Eventually.TrueAsync(() => OfServer(spans, service).Length > 0, "the server's span");
        var server = OfServer(spans, service).Single();
        Assert.Equal(server.TraceId.ToHexString(), trace);
        Assert.Contains(Snapshot(spans), span => span.Kind == ActivityKind.Client && span.TraceId == server.TraceId);
    }

    [Theory]
    [InlineData("/things/7?code=secret-code")]
    [InlineData("/things/7?secret-name=1")]
    [InlineData("/nowhere?code=secret-code#secret-fragment")]
    public async Task Queries_are_not_recorded(string path)
    {
        var spans = new List<Activity>();
        await using var downstream = await TestService.StartAsync(map: Map);
        await using var service = await TestService.StartAsync(
            builder => Collect(builder, spans),
            app =>
                app.MapFallback(
                    async (HttpRequest request, IHttpClientFactory clients) =>
                    {
                        using var response = await clients.CreateClient().GetAsync($"http://downstream{request.Path}{request.QueryString}");
                    }
                ),
            settings: [Nowhere, ("services:downstream:http:0", downstream.Client.BaseAddress!.ToString())]
        );

        await service.Client.GetAsync(path);

        await Eventually.TrueAsync(() => OfServer(spans, service).Length > 0, "the server's span");
        var server = OfServer(spans, service).Single();
        var trace = Snapshot(spans).Where(span => span.TraceId == server.TraceId).ToList();
        Assert.Contains(trace, span => span.Kind == ActivityKind.Client);
        Assert.DoesNotContain(
            trace.SelectMany(span => span.TagObjects),
            tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Health_and_what_its_checks_ask_leave_no_span()
    {
        var spans = new List<Activity>();
        var traces = new ConcurrentQueue<ActivityTraceId>();
        var servers = await TestServers.GetAsync();
        await using var database = NpgsqlDataSource.Create(servers.Postgres);
        await using var downstream = await TestService.StartAsync(map: Map);
        await using var service = await TestService.StartAsync(
            builder =>
            {
                Collect(builder, spans);
                builder.AddServiceRedis();
                builder
                    .Services.AddHealthChecks()
                    .AddAsyncCheck(
                        "asks",
                        async () =>
                        {
                            traces.Enqueue(Activity.Current!.TraceId);
                            using var client = new HttpClient();
                            await client.GetStringAsync($"{downstream.Client.BaseAddress}trace");
                            await using var command = database.CreateCommand("select 1");
                            await command.ExecuteScalarAsync();
                            return HealthCheckResult.Healthy();
                        }
                    );
            },
            Map,
            settings: [Nowhere, ("ConnectionStrings:redis", servers.Redis), ("Transport:AllowInsecure", "redis")]
        );

        (await service.Client.GetAsync("/health")).EnsureSuccessStatusCode();
        await service.Client.GetAsync("/alive");
        await service.Client.GetAsync("/things/7");

        await Eventually.TrueAsync(() => OfServer(spans, service).Length > 0, "the server's span");
        Assert.Equal(["GET /things/{id}"], OfServer(spans, service).Select(span => span.DisplayName));
        await service.App.StopAsync();
        await service.App.DisposeAsync(); // Redis commands become spans at the latest now.

        // The root of the trace is the test's own client.
        Assert.NotEmpty(traces);
        Assert.DoesNotContain(Snapshot(spans), span => traces.Contains(span.TraceId) && span.ParentSpanId != default);
    }

    [Fact]
    public async Task A_command_to_Redis_is_a_span_of_its_request_without_its_key()
    {
        var spans = new List<Activity>();
        var redis = (await TestServers.GetAsync()).Redis;
        ActivityTraceId trace;
        await using (
            var service = await TestService.StartAsync(
                builder => Collect(builder.AddServiceRedis(), spans),
                app =>
                    app.MapGet(
                        "/cached",
                        async (IConnectionMultiplexer connection) =>
                        {
                            await connection
                                .GetDatabase()
                                .StringSetAsync($"secret-key-{Guid.NewGuid():n}", "secret-value", TimeSpan.FromMinutes(1));
                            return Activity.Current!.TraceId.ToHexString();
                        }
                    ),
                settings: [Nowhere, ("ConnectionStrings:redis", redis), ("Transport:AllowInsecure", "redis")]
            )
        )
        {
            trace = ActivityTraceId.CreateFromString(await service.Client.GetStringAsync("/cached"));
        }

        var commands = Snapshot(spans)
            .Where(span => span.TraceId == trace && span.Source.Name == "OpenTelemetry.Instrumentation.StackExchangeRedis")
            .ToList();
        Assert.NotEmpty(commands);
        Assert.DoesNotContain(
            commands.SelectMany(span => span.TagObjects),
            tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal)
        );
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

    private static void Collect(IHostApplicationBuilder builder, List<Activity> spans) =>
        builder
            .Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(new SpanRecorder(spans))));

    // Sources belong to the process: other tests' spans arrive too.
    private static Activity[] OfServer(List<Activity> spans, TestService service) =>
        [
            .. Snapshot(spans)
                .Where(span =>
                    span.Kind == ActivityKind.Server && Equals(span.GetTagItem("server.port"), service.Client.BaseAddress!.Port)
                ),
        ];

    private static Activity[] Snapshot(List<Activity> spans)
    {
        lock (spans)
        {
            return [.. spans];
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/things/{id}", (int id, ILogger<TelemetryTests> log) => log.LogInformation("thing {Id} was asked for", id));
        app.MapGet("/bug", string () => throw new InvalidOperationException("a bug"));
        app.MapGet("/trace", () => Activity.Current?.TraceId.ToHexString());
    }

    private sealed class SpanRecorder(List<Activity> spans) : BaseExporter<Activity>
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
