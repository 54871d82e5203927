using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Tests.Cache;

public sealed class CacheTests
{
    private const string DeadRedis = "127.0.0.1:1,password=secret";

    private readonly string _prefix = $"test-{Guid.NewGuid():n}";

    [Fact]
    public async Task Values_are_kept_under_the_services_prefix()
    {
        await using var service = await StartAsync(("ConnectionStrings:redis", (await TestServers.GetAsync()).Redis));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();

        await cache.SetStringAsync("key", "value");
        cache.SetString("other", "value 2");

        Assert.Equal("value", await cache.GetStringAsync("key"));
        Assert.Equal("value 2", cache.GetString("other"));
        var redis = service.App.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        Assert.True(await redis.KeyExistsAsync($"{_prefix}:cache:key"));
        await cache.RemoveAsync("key");
        cache.Remove("other");
        Assert.Null(await cache.GetStringAsync("key"));
        Assert.Null(cache.GetString("other"));
    }

    [Fact]
    public async Task While_Redis_is_away_reads_miss_writes_are_dropped_and_nothing_throws_or_waits()
    {
        await using var service = await StartAsync(("ConnectionStrings:redis", DeadRedis));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();
        await cache.SetStringAsync("key", "value");
        var clock = Stopwatch.StartNew();

        for (var i = 0; i < 50; i++)
        {
            await cache.SetStringAsync("key", "value");
            cache.SetString("key", "value");
            Assert.Null(await cache.GetStringAsync("key"));
            Assert.Null(cache.GetString("key"));
            await cache.RefreshAsync("key");
            cache.Refresh("key");
            await cache.RemoveAsync("key");
            cache.Remove("key");
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"400 uses took {clock.Elapsed}");
    }

    [Fact]
    public async Task A_silent_Redis_costs_one_caller_a_second_and_the_others_nothing()
    {
        await using var proxy = await ProxyAsync();
        await using var service = await StartAsync(await ThroughAsync(proxy));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();
        await Eventually.TrueAsync(async () => await SetAndGetAsync(cache), "the cache answers");
        proxy.FallSilent();
        var clock = Stopwatch.StartNew();

        Assert.Null(await cache.GetStringAsync("key"));
        var first = clock.Elapsed;
        Assert.Null(await cache.GetStringAsync("key"));
        var second = clock.Elapsed - first;

        Assert.True(first < TimeSpan.FromSeconds(3), $"the first took {first}");
        Assert.True(second < TimeSpan.FromSeconds(0.5), $"the second took {second}");
    }

    [Fact]
    public async Task What_Redis_missed_is_never_read_from_it_again()
    {
        await using var proxy = await ProxyAsync();
        await using var service = await StartAsync(await ThroughAsync(proxy));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();
        await Eventually.TrueAsync(async () => await SetAndGetAsync(cache), "the cache answers");
        await cache.SetStringAsync("changed", "old");
        await cache.SetStringAsync("removed", "old");
        await cache.SetStringAsync("untouched", "as it was");

        proxy.GoAway();
        await cache.SetStringAsync("changed", "new");
        await cache.RemoveAsync("removed");
        proxy.ComeBack();

        await Eventually.TrueAsync(
            async () =>
            {
                Assert.NotEqual("old", await cache.GetStringAsync("changed"));
                Assert.Null(await cache.GetStringAsync("removed"));
                return await cache.GetStringAsync("untouched") == "as it was";
            },
            "the cache answers again");
        await cache.SetStringAsync("changed", "newer");
        Assert.Equal("newer", await cache.GetStringAsync("changed"));
    }

    [Fact]
    public async Task What_Redis_missed_is_removed_there_for_other_processes_too()
    {
        await using var proxy = await ProxyAsync();
        await using var service = await StartAsync(await ThroughAsync(proxy));
        await using var other = await StartAsync(("ConnectionStrings:redis", (await TestServers.GetAsync()).Redis));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();
        await Eventually.TrueAsync(async () => await SetAndGetAsync(cache), "the cache answers");
        await cache.SetStringAsync("changed", "old");

        proxy.GoAway();
        await cache.SetStringAsync("changed", "new");
        proxy.ComeBack();

        var elsewhere = other.App.Services.GetRequiredService<IDistributedCache>();
        await Eventually.TrueAsync(
            async () =>
            {
                // Any use that succeeds sets the catching up off.
                await cache.GetStringAsync("another");
                return await elsewhere.GetStringAsync("changed") is null;
            },
            "the old value is gone");
    }

    [Fact]
    public async Task An_outage_is_logged_once_a_minute()
    {
        var clock = new ManualClock();
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddServiceCache(_prefix);
                builder.Services.AddSingleton<TimeProvider>(clock);
            },
            environment: "Development", settings: [("ConnectionStrings:redis", DeadRedis)]);
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();
        int Warnings() => service.Log.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Category.Contains("RedisGate", StringComparison.Ordinal));

        for (var i = 0; i < 10; i++)
        {
            await cache.GetStringAsync("key");
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, Warnings());
        clock.Advance(TimeSpan.FromSeconds(30));
        await cache.GetStringAsync("key");
        Assert.Equal(2, Warnings());
    }

    [Theory]
    [InlineData(true, "Healthy")]
    [InlineData(false, "Degraded")]
    public async Task Without_Redis_a_service_is_degraded_and_ready(bool up, string expected)
    {
        await using var service = await StartAsync(("ConnectionStrings:redis", up ? (await TestServers.GetAsync()).Redis : DeadRedis));

        var response = await service.Client.GetAsync("/health");

        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, document.GetProperty("checks").GetProperty("redis").GetProperty("status").GetString());
        Assert.DoesNotContain("secret", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_is_found_by_its_parts_when_there_is_no_connection_string()
    {
        var server = ConfigurationOptions.Parse((await TestServers.GetAsync()).Redis);
        var endPoint = Assert.IsType<IPEndPoint>(server.EndPoints[0]);
        await using var service = await StartAsync(
            ("REDIS_HOST", endPoint.Address.ToString()),
            ("REDIS_PORT", $"{endPoint.Port}"),
            ("REDIS_PASSWORD", server.Password),
            ("REDIS_DB", "3"));
        var cache = service.App.Services.GetRequiredService<IDistributedCache>();

        await cache.SetStringAsync("key", "value");

        var redis = service.App.Services.GetRequiredService<IConnectionMultiplexer>();
        Assert.True(await redis.GetDatabase(3).KeyExistsAsync($"{_prefix}:cache:key"));
    }

    [Fact]
    public async Task Without_any_setting_the_service_does_not_start_and_names_all_ways()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        Assert.Contains("ConnectionStrings:redis", exception.Message, StringComparison.Ordinal);
        Assert.Contains("REDIS_URL", exception.Message, StringComparison.Ordinal);
        Assert.Contains("REDIS_HOST", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> SetAndGetAsync(IDistributedCache cache)
    {
        await cache.SetStringAsync("key", "value");
        return await cache.GetStringAsync("key") == "value";
    }

    private static async Task<RedisProxy> ProxyAsync() =>
        new(ConfigurationOptions.Parse((await TestServers.GetAsync()).Redis).EndPoints[0].ToString()!);

    private static async Task<(string, string?)> ThroughAsync(RedisProxy proxy)
    {
        var server = ConfigurationOptions.Parse((await TestServers.GetAsync()).Redis);
        return ("ConnectionStrings:redis", $"127.0.0.1:{proxy.Port},password={server.Password}");
    }

    private Task<TestService> StartAsync(params (string, string?)[] settings) =>
        TestService.StartAsync(builder => builder.AddServiceCache(_prefix), environment: "Development", settings: settings);
}
