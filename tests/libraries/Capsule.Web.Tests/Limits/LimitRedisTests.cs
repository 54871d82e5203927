using System.Net;
using Capsule.Testing;
using StackExchange.Redis;
using static Capsule.Web.Tests.Limits.LimitTests;

namespace Capsule.Web.Tests.Limits;

/// <summary>What replicas share of a limit through Redis, and what holds without it.</summary>
public sealed class LimitRedisTests
{
    // The servers are shared: a policy of this test alone.
    private readonly string _policy = $"test-{Guid.NewGuid():n}";

    [Fact]
    public async Task Replicas_share_what_they_count_also_of_many_at_once()
    {
        await using var one = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (10, TimeSpan.FromHours(1))
        );
        await using var other = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (10, TimeSpan.FromHours(1))
        );
        await WarmAsync(one);
        await WarmAsync(other);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => (number % 2 == 0 ? one : other).StatusAsync()));

        Assert.Equal(10, answers.Count(answer => answer == HttpStatusCode.OK));
        Assert.Equal(30, answers.Count(answer => answer == Refused));

        // Before it is connected a replica counts for itself.
        async Task WarmAsync(LimitedService service)
        {
            var before = await CountAsync();
            var host = before;
            await Eventually.TrueAsync(
                async () =>
                {
                    await service.StatusAsync(from: $"198.51.{++host / 250}.{host % 250}");
                    return await CountAsync() > before;
                },
                "it counts in Redis"
            );
        }
    }

    [Fact]
    public async Task While_Redis_is_away_the_same_numbers_hold_in_each_replica_and_afterwards_in_all()
    {
        var server = ConfigurationOptions.Parse((await TestServers.GetAsync()).Redis);
        await using var proxy = new RedisProxy(server.EndPoints[0].ToString()!);
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAccount, limit.Window) = (3, TimeSpan.FromHours(1)),
            $"127.0.0.1:{proxy.Port},password={server.Password}"
        );
        await Eventually.TrueAsync(
            async () => await service.StatusAsync($"{Guid.NewGuid()}") == HttpStatusCode.OK && await CountAsync() > 0,
            "it counts in Redis"
        );

        proxy.GoAway();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await service.StatusAsync("away"));
        }

        Assert.Equal(Refused, await service.StatusAsync("away"));
        var before = await CountAsync();
        proxy.ComeBack();

        await Eventually.TrueAsync(
            async () => await service.StatusAsync($"{Guid.NewGuid()}") == HttpStatusCode.OK && await CountAsync() > before,
            "it counts in Redis again"
        );
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync("away"));
    }

    [Fact]
    public async Task A_service_without_Redis_at_all_holds_them_too()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (2, TimeSpan.FromHours(1)),
            "127.0.0.1:1"
        );

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, Refused],
            [await service.StatusAsync(), await service.StatusAsync(), await service.StatusAsync()]
        );
    }

    [Fact]
    public async Task Neither_address_nor_account_is_in_Redis_in_clear()
    {
        await using var service = await LimitedService.StartAsync(_policy, limit => (limit.PerAddress, limit.PerAccount) = (9, 9));
        await Eventually.TrueAsync(
            async () => await service.StatusAsync() == HttpStatusCode.OK && await CountAsync() > 0,
            "it counts in Redis"
        );

        Assert.All(await KeysAsync(), key => Assert.Matches($@"^[\w.]+:limits:\{{{_policy}\}}:(address|account):[0-9a-f]{{32}}$", key));
    }

    private async Task<int> CountAsync() => (await KeysAsync()).Length;

    private async Task<string[]> KeysAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync((await TestServers.GetAsync()).Redis);
        return [.. await redis.GetServers()[0].KeysAsync(pattern: $"*{{{_policy}}}*").Select(key => key.ToString()).ToArrayAsync()];
    }
}
