using System.Diagnostics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;

namespace Capsule.Messaging.Tests;

/// <summary>
/// Publisher, consumers, broker and database are killed at random moments under load: every effect is there once, in its key's order.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public Task Each_part_killed_under_load() => RunAsync(orders: 600, kills: 5);

    [Fact]
    [Trait("Category", "Soak")]
    public Task A_hundred_kills_over_fifty_thousand_messages() => RunAsync(orders: 50_000, kills: 105);

    private async Task RunAsync(int orders, int kills)
    {
        var seed = Environment.GetEnvironmentVariable("CAPSULE_TEST_SEED") is { } text ? int.Parse(text, null) : Environment.TickCount;
        output.WriteLine($"CAPSULE_TEST_SEED={seed}");
        var random = new Random(seed);
        var victims = Enumerable.Range(0, kills).Select(kill => KilledSystem.Parts[kill % KilledSystem.Parts.Count]).ToArray();
        random.Shuffle(victims);
        await using var system = await KilledSystem.StartAsync(orders);
        var watch = Stopwatch.StartNew();

        for (var kill = 0; kill < kills; kill++)
        {
            await ReachAsync(system, (int)((long)orders * kill / kills) + random.Next(1, orders / kills));
            await system.KillAsync(victims[kill]);
        }

        await ReachAsync(system, orders);
        await Eventually.TrueAsync(
            async () => await system.Shop.ScalarAsync<long>("select count(*) from orders.outbox_messages where delivered_at is null") == 0,
            "an empty outbox",
            TimeSpan.FromMinutes(3)
        );
        output.WriteLine($"{kills} kills over {orders} messages in {watch.Elapsed.TotalSeconds:F0} s");
        await AssertEachOnceInOrderAsync(system.Shop, orders);
    }

    private static async Task AssertEachOnceInOrderAsync(Shop shop, int orders)
    {
        Assert.Equal(orders, await shop.ScalarAsync<int>("select count(*)::int from orders.orders"));
        foreach (var consumer in KilledService.Consumers)
        {
            Assert.Equal(
                "",
                await shop.ScalarAsync<string>(
                    $"""
                    select coalesce(string_agg(format('%s: %s effects, %s of orders that are there, in %s to %s', number, count, there, first, last), '; '), '')
                    from (select n.number, count(effect.id), count(placed.id) as there, min(effect.created_at) as first, max(effect.created_at) as last
                          from generate_series(1, {orders}) n (number)
                          left join {consumer}.effects effect on effect.number = n.number
                          left join orders.orders placed on placed.id = effect.order_id
                          group by n.number having count(effect.id) <> 1 order by n.number limit 50) wrong
                    """
                )
            );
            Assert.Equal(orders, await shop.ScalarAsync<int>($"select count(*)::int from {consumer}.effects"));
            Assert.Equal(orders, await shop.ScalarAsync<int>($"select count(*)::int from {consumer}.inbox_messages"));
            Assert.Equal(
                "",
                await shop.ScalarAsync<string>(
                    $"""
                    select coalesce(string_agg(format('%s took effect after %s, at %s', number, before, created_at), '; '), '')
                    from (select number, created_at, lag(number) over (partition by number % {KilledService.Keys} order by sequence) as before from {consumer}.effects) e
                    where number < before
                    """
                )
            );
        }
    }

    private async Task ReachAsync(KilledSystem system, int effects)
    {
        try
        {
            await Eventually.TrueAsync(
                async () => await system.CountEffectsAsync() >= effects,
                $"{effects} effects",
                TimeSpan.FromMinutes(3)
            );
        }
        catch (TimeoutException)
        {
            output.WriteLine(await system.DescribeAsync());
            throw;
        }
    }
}
