using System.Collections.Concurrent;
using System.Diagnostics;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Trace;
using StackExchange.Redis;
using static Capsule.ServiceDefaults.Tests.TelemetryTests;

namespace Capsule.ServiceDefaults.Tests;

/// <summary>The spans of requests, and what leaves none.</summary>
public sealed class TelemetrySpanTests
{
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

    // Sources belong to the process: other tests' spans arrive too.
    private static Activity[] OfServer(List<Activity> spans, TestService service) =>
        [
            .. Snapshot(spans)
                .Where(span =>
                    span.Kind == ActivityKind.Server && Equals(span.GetTagItem("server.port"), service.Client.BaseAddress!.Port)
                ),
        ];
}
