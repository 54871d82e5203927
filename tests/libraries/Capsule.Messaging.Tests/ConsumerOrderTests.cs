using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging.Tests;

/// <summary>Events of one ordering key take effect one after the other.</summary>
public sealed class ConsumerOrderTests
{
    private const int Keys = 5;
    private const int Many = 300;

    [Fact]
    public async Task Two_replicas_that_lose_their_connections_keep_the_order_of_each_key()
    {
        await using var shop = await Shop.OpenAsync();
        await using var first = shop.ProxyBroker();
        await using var second = shop.ProxyBroker();
        foreach (var proxy in new[] { first, second })
        {
            await shop.StartAsync(
                "shop",
                bus => bus.AddConsumer<RecordingConsumer>(),
                settings: new() { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy) }
            );
        }

        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });
        var cuts = 0;
        for (var number = 0; number < Many; number++)
        {
            await publisher.PlaceOrderAsync(number, $"key {number % Keys}");
            if (number % (Many / 6) == Many / 12)
            {
                var proxy = cuts++ % 2 == 0 ? first : second;
                proxy.Cut();
                proxy.Restore();
            }
        }

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= Many, "all effects", TimeSpan.FromMinutes(1));
        await AssertInOrderAsync(shop);
    }

    [Fact]
    public async Task One_that_fails_for_a_while_holds_those_of_its_key_and_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        var mended = new TaskCompletionSource();
        var faults = new Faults { OnAttempt = _ => mended.Task.IsCompleted ? null : new InvalidOperationException("not yet") };
        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });
        for (var number = 0; number < Many; number++)
        {
            var order = await publisher.PlaceOrderAsync(number, $"key {number % Keys}");
            faults.Only ??= order;
        }

        await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>(),
            builder => builder.Services.AddSingleton(faults),
            new()
            {
                ["Messaging:OptionalEvents"] = "order-billed",
                ["Messaging:Retry:Limit"] = "100",
                ["Messaging:Retry:MinInterval"] = "00:00:00.010",
                ["Messaging:Retry:MaxInterval"] = "00:00:00.200",
            }
        );

        // The broker hands over 256; a fifth of them is of the key.
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= Many * (Keys - 1) / Keys, "those of other keys");
        await Eventually.TrueAsync(() => faults.AttemptsOf(faults.Only!.Value) > 3, "some attempts");
        Assert.Equal(0, await shop.ScalarAsync<int>($"select count(*)::int from shop.effects where number % {Keys} = 0"));
        mended.SetResult();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= Many, "all effects");
        await AssertInOrderAsync(shop);
    }

    private static async Task AssertInOrderAsync(Shop shop)
    {
        await using var context = shop.Context("shop");
        var numbers = await context.Effects.OrderBy(effect => effect.Sequence).Select(effect => effect.Number).ToListAsync();
        for (var key = 0; key < Keys; key++)
        {
            Assert.Equal(Enumerable.Range(0, Many / Keys).Select(i => (i * Keys) + key), numbers.Where(number => number % Keys == key));
        }
    }
}
