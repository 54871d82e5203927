using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Capsule.Data.Tests.Redis;

public sealed class RedisRegistrationTests
{
    private const string DeadRedis = "127.0.0.1:1,password=secret";

    [Fact]
    public async Task An_outage_is_logged_once_a_minute()
    {
        var clock = new ManualClock();
        await using var service = await StartAsync(clock, ("ConnectionStrings:redis", DeadRedis));
        var gate = service.App.Services.GetRequiredService<RedisConnection>().Gate;
        int Warnings() =>
            service.Log.Entries.Count(entry =>
                entry.Level == LogLevel.Warning && entry.Category.Contains("RedisGate", StringComparison.Ordinal)
            );

        for (var i = 0; i < 10; i++)
        {
            Fail(gate);
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, Warnings());
        clock.Advance(TimeSpan.FromSeconds(30));
        Fail(gate);
        Assert.Equal(2, Warnings());
    }

    [Fact]
    public async Task After_a_failure_one_caller_a_second_asks_Redis_until_it_answers()
    {
        var clock = new ManualClock();
        await using var service = await StartAsync(clock, ("ConnectionStrings:redis", DeadRedis));
        var gate = service.App.Services.GetRequiredService<RedisConnection>().Gate;
        Fail(gate);

        Assert.False(gate.TryEnter());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());

        gate.Succeeded();
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
    }

    [Theory]
    [InlineData(true, "Healthy")]
    [InlineData(false, "Degraded")]
    public async Task Without_Redis_a_service_is_degraded_and_ready(bool up, string expected)
    {
        await using var service = await StartAsync(
            null,
            ("ConnectionStrings:redis", up ? (await TestServers.GetAsync()).Redis : DeadRedis)
        );

        string? status = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await service.Client.GetAsync("/health");
                var document = await response.Content.ReadFromJsonAsync<JsonElement>();
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.DoesNotContain("secret", document.GetRawText(), StringComparison.Ordinal);
                status = document.GetProperty("checks").GetProperty("redis").GetProperty("status").GetString();
                return status == expected;
            },
            $"Redis is {expected}"
        );
    }

    [Fact]
    public async Task Redis_is_found_by_its_parts_when_there_is_no_connection_string()
    {
        var server = ConfigurationOptions.Parse((await TestServers.GetAsync()).Redis);
        var endPoint = Assert.IsType<IPEndPoint>(server.EndPoints[0]);
        await using var service = await StartAsync(
            null,
            ("REDIS_HOST", endPoint.Address.ToString()),
            ("REDIS_PORT", $"{endPoint.Port}"),
            ("REDIS_PASSWORD", server.Password),
            ("REDIS_DB", "3")
        );
        var key = $"test:{Guid.NewGuid():n}";
        var redis = service.App.Services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually.TrueAsync(() => Task.FromResult(redis.IsConnected), "Redis is connected");

        await redis.GetDatabase().StringSetAsync(key, "value", TimeSpan.FromMinutes(1));

        Assert.True(await redis.GetDatabase(3).KeyExistsAsync(key));
    }

    [Fact]
    public async Task Without_any_setting_the_service_does_not_start_and_names_all_ways()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(null));

        Assert.Contains("ConnectionStrings:redis", exception.Message, StringComparison.Ordinal);
        Assert.Contains("REDIS_URL", exception.Message, StringComparison.Ordinal);
        Assert.Contains("REDIS_HOST", exception.Message, StringComparison.Ordinal);
    }

    private static void Fail(RedisGate gate) => gate.Failed(new TimeoutException("Redis is away."));

    private static Task<TestService> StartAsync(TimeProvider? timeProvider, params (string, string?)[] settings) =>
        TestService.StartAsync(
            builder =>
            {
                builder.AddServiceRedis();
                if (timeProvider is not null)
                {
                    builder.Services.AddSingleton(timeProvider);
                }
            },
            environment: "Development",
            settings: settings
        );
}
