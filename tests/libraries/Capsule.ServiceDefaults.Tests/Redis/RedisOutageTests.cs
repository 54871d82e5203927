using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Tests.Redis;

/// <summary>
/// Redis is off, slow, restarting or refusing: services go on without it, and use it again within two seconds of its return.
/// </summary>
public sealed class RedisOutageTests
{
    [Fact]
    public async Task A_service_starts_while_Redis_is_off_and_uses_it_once_it_is_there()
    {
        await using var redis = await OwnRedis.StartAsync();
        await redis.KillAsync();
        await using var service = await StartAsync(redis);

        await service.AssertWorksWithoutAsync();
        await redis.StartAgainAsync();

        await service.AssertWorksAsync(RedisUser.LongestReturn);
    }

    [Fact]
    public async Task A_service_starts_while_Redis_hangs_and_uses_it_once_it_answers()
    {
        await using var redis = await OwnRedis.StartAsync();
        await redis.FreezeAsync();
        await using var service = await StartAsync(redis);

        await service.AssertWorksWithoutAsync();
        await redis.ThawAsync();

        await service.AssertWorksAsync(RedisUser.LongestReturn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_is_killed_or_hangs_under_a_running_service_and_comes_back(bool isKilled)
    {
        await using var redis = await OwnRedis.StartAsync();
        await using var service = await StartAsync(redis);
        await service.AssertWorksAsync(TimeSpan.FromSeconds(10));

        for (var time = 0; time < 2; time++)
        {
            await (isKilled ? redis.KillAsync() : redis.FreezeAsync());
            await service.AssertWorksWithoutAsync();
            await (isKilled ? redis.StartAgainAsync() : redis.ThawAsync());
            await service.AssertWorksAsync(RedisUser.LongestReturn);
        }
    }

    [Fact]
    public async Task Requests_succeed_while_Redis_takes_no_writes()
    {
        await using var redis = await OwnRedis.StartAsync();
        await using var service = await StartAsync(redis);
        await service.AssertWorksAsync(TimeSpan.FromSeconds(10));
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");

        await client.GetServers()[0].ExecuteAsync("CLIENT", "PAUSE", "60000", "WRITE");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.RequestAsync()));
        await client.GetServers()[0].ExecuteAsync("CLIENT", "UNPAUSE");

        await service.AssertWorksAsync(RedisUser.LongestReturn);
    }

    [Fact]
    public async Task Requests_succeed_while_Redis_restarts_again_and_again()
    {
        await using var redis = await OwnRedis.StartAsync();
        await using var service = await StartAsync(redis);
        using var stop = new CancellationTokenSource();
        var callers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (var count = 1; ; count++)
                    {
                        await service.RequestAsync();
                        if (stop.IsCancellationRequested)
                        {
                            return count;
                        }
                    }
                })
            )
            .ToArray();

        for (var round = 0; round < 10; round++)
        {
            await redis.KillAsync();
            await redis.StartAgainAsync();
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), count => Assert.True(count > 1));
        await service.AssertWorksAsync(RedisUser.LongestReturn);
    }

    [Theory]
    [InlineData("password=secret-but-wrong")]
    [InlineData("")]
    [InlineData("user=nobody,password=secret")]
    public async Task A_wrong_password_is_an_outage_and_is_not_repeated_anywhere(string credentials)
    {
        await using var redis = await OwnRedis.StartAsync("--requirepass", "right");
        await using var service = await RedisUser.StartAsync(
            ("ConnectionStrings:redis", $"{redis.Address},{credentials}"),
            $"{redis.Address},password=right"
        );

        await service.AssertWorksWithoutAsync();

        Assert.DoesNotContain(service.Log.Entries, entry => entry.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_does_not_resolve_is_an_outage()
    {
        await using var service = await RedisUser.StartAsync(("ConnectionStrings:redis", "nowhere.invalid:6379"), "");

        await service.AssertWorksWithoutAsync();
    }

    [Fact]
    public async Task Keys_are_not_logged()
    {
        await using var redis = await OwnRedis.StartAsync();
        await redis.KillAsync();
        await using var service = await StartAsync(redis);

        await service.AssertWorksWithoutAsync();

        Assert.Contains(service.Log.Entries, entry => entry.Text.Contains("Redis does not answer", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Entries, entry => entry.Text.Contains(":limits:", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Entries, entry => entry.Text.Contains("capsule:sessions", StringComparison.Ordinal));
    }

    private static Task<RedisUser> StartAsync(OwnRedis redis) =>
        RedisUser.StartAsync(("ConnectionStrings:redis", redis.Address), redis.Address);
}
