using System.Diagnostics;
using Capsule.Polyfills.Redis.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Aspire;

/// <summary>What the official component documents.</summary>
public class AspireRedisClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_connects_as_the_connection_string_says(bool keyed)
    {
        var builder = Host("redis", (await TestServers.GetAsync()).Redis);
        Add(builder, keyed);
        using var host = builder.Build();

        var multiplexer = keyed
            ? host.Services.GetRequiredKeyedService<IConnectionMultiplexer>("redis")
            : host.Services.GetRequiredService<IConnectionMultiplexer>();

        Assert.True(multiplexer.IsConnected);
        Assert.True(await multiplexer.GetDatabase().PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public void Settings_come_from_the_section_then_the_named_section_then_the_connection_string_then_code()
    {
        var builder = Host("redis", "from-connection-string", new()
        {
            ["Aspire:StackExchange:Redis:ConnectionString"] = "from-section",
            ["Aspire:StackExchange:Redis:DisableHealthChecks"] = "true",
            ["Aspire:StackExchange:Redis:ConfigurationOptions:ConnectRetry"] = "7",
            ["Aspire:StackExchange:Redis:ConfigurationOptions:ConnectTimeout"] = "700",
            ["Aspire:StackExchange:Redis:redis:ConfigurationOptions:ConnectTimeout"] = "800",
            ["Aspire:StackExchange:Redis:redis:DisableTracing"] = "true",
        });
        global::Aspire.StackExchange.Redis.StackExchangeRedisSettings? seen = null;

        builder.AddRedisClient("redis", settings => seen = settings, options => options.SyncTimeout = 900);
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<ConfigurationOptions>>().Value;

        Assert.Equal("from-connection-string", seen!.ConnectionString);
        Assert.True(seen.DisableHealthChecks);
        Assert.True(seen.DisableTracing);
        Assert.True(seen.DisableAutoActivation);
        Assert.Equal("from-connection-string", EndPointCollection.ToString(options.EndPoints.Single()));
        Assert.Equal((7, 800, 900), (options.ConnectRetry, options.ConnectTimeout, options.SyncTimeout));
    }

    [Fact]
    public void A_server_that_is_down_does_not_stop_the_start()
    {
        var builder = Host("redis", $"127.0.0.1:{OwnRedis.FreePort()}");
        builder.AddRedisClient("redis", settings => settings.DisableAutoActivation = false);
        using var host = builder.Build();

        host.Start();

        Assert.False(host.Services.GetRequiredService<IConnectionMultiplexer>().IsConnected);
    }

    [Fact]
    public void The_connection_string_may_ask_for_a_failing_start()
    {
        var builder = Host("redis", $"127.0.0.1:{OwnRedis.FreePort()},abortConnect=true");
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        Assert.Throws<RedisConnectionException>(() => host.Services.GetRequiredService<IConnectionMultiplexer>());
    }

    [Fact]
    public void No_connection_string_is_an_error_that_names_where_it_belongs()
    {
        var builder = Host("redis", null);
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        var error = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<IConnectionMultiplexer>());

        Assert.Contains("ConnectionStrings:redis", error.Message, StringComparison.Ordinal);
        Assert.Contains("Aspire:StackExchange:Redis:ConnectionString", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "StackExchange.Redis")]
    [InlineData(true, "StackExchange.Redis_redis")]
    public async Task The_health_check_follows_the_server(bool keyed, string name)
    {
        await using var server = await OwnRedis.StartAsync();
        var builder = Host("redis", server.Address);
        Add(builder, keyed, configureOptions: options => options.ReconnectRetryPolicy = new LinearRetry(20));
        using var host = builder.Build();
        var health = host.Services.GetRequiredService<HealthCheckService>();

        var up = await health.CheckHealthAsync();
        await server.KillAsync();
        await Eventually.TrueAsync(
            async () => (await health.CheckHealthAsync()).Entries[name].Status == HealthStatus.Unhealthy, "the loss is unhealthy");
        await server.StartAgainAsync();

        Assert.Equal(HealthStatus.Healthy, up.Entries[name].Status);
        await Eventually.TrueAsync(
            async () => (await health.CheckHealthAsync()).Entries[name].Status == HealthStatus.Healthy, "the return is healthy");
    }

    [Fact]
    public void Health_checks_can_be_left_out()
    {
        var builder = Host("redis", "localhost");
        builder.AddRedisClient("redis", settings => settings.DisableHealthChecks = true);
        using var host = builder.Build();

        Assert.Null(host.Services.GetService<HealthCheckService>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_are_traced_unless_that_is_disabled(bool disabled)
    {
        var builder = Host("redis", $"{(await TestServers.GetAsync()).Redis},defaultDatabase=2");
        builder.AddRedisClient("redis", settings => settings.DisableTracing = disabled);
        using var kept = new SpanKeeper();
        using var tracing = BuildTracing(builder.Services, kept);
        using var host = builder.Build();
        var multiplexer = host.Services.GetRequiredService<IConnectionMultiplexer>();
        using var parent = new Activity("parent") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        await multiplexer.GetDatabase().StringGetAsync("missing");

        Assert.Same(parent, Activity.Current);
        if (disabled)
        {
            Assert.Empty(kept.Spans);
            return;
        }

        await Eventually.TrueAsync(() => kept.Spans.Count(span => span.TraceId == parent.TraceId) == 1, "the span has ended");
        var get = kept.Spans.Single(span => span.DisplayName == "GET" && span.TraceId == parent.TraceId);
        Assert.Equal("OpenTelemetry.Instrumentation.StackExchangeRedis", get.Source.Name);
        Assert.Equal(ActivityKind.Client, get.Kind);
        Assert.Equal(parent.SpanId, get.ParentSpanId);
        Assert.Equal("redis", get.GetTagItem("db.system"));
        Assert.Equal("GET", get.GetTagItem("db.statement"));
        Assert.Equal(2, get.GetTagItem("db.redis.database_index"));
        Assert.Equal("None", get.GetTagItem("db.redis.flags"));
        Assert.Equal("127.0.0.1", get.GetTagItem("net.peer.ip"));
    }

    private static HostApplicationBuilder Host(string name, string? connectionString, Dictionary<string, string?>? more = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(more ?? [])
        {
            [$"ConnectionStrings:{name}"] = connectionString,
        });
        return builder;
    }

    /// <summary>A provider that is configured by what has been registered, as AddOpenTelemetry builds one.</summary>
    private static TracerProvider BuildTracing(IServiceCollection services, SpanKeeper kept) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(own =>
        {
            foreach (var configuration in services.Where(service => service.ServiceType.Name == "IConfigureTracerProviderBuilder"))
            {
                own.Add(configuration);
            }
        })
        .AddProcessor(kept)
        .Build();

    private static void Add(HostApplicationBuilder builder, bool keyed, Action<ConfigurationOptions>? configureOptions = null)
    {
        if (keyed)
        {
            builder.AddKeyedRedisClient("redis", configureOptions: configureOptions);
        }
        else
        {
            builder.AddRedisClient("redis", configureOptions: configureOptions);
        }
    }
}
