using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class OrderingKeyTests
{
    [Fact]
    public async Task Events_of_one_key_leave_in_order_from_two_dispatchers()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        var replicas = new[] { await shop.BuildAsync("orders"), await shop.BuildAsync("orders") };
        for (var i = 0; i < 60; i++)
        {
            await replicas[0].PlaceOrderAsync(i, $"key {i % 2}");
        }

        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 60, "all effects");
        await using var context = shop.Context("shop");
        var numbers = await context.Effects.OrderBy(effect => effect.Sequence).Select(effect => effect.Number).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i * 2), numbers.Where(number => number % 2 == 0));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (i * 2) + 1), numbers.Where(number => number % 2 == 1));
    }

    [Fact]
    public async Task Events_of_one_key_leave_in_order_though_many_in_a_batch()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        var publisher = await shop.BuildAsync("orders", settings: new() { ["Messaging:Outbox:BatchSize"] = "50" });
        for (var i = 0; i < 200; i++)
        {
            await publisher.PlaceOrderAsync(i, "one key");
        }

        await publisher.StartAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 200, "all effects");
        await using var context = shop.Context("shop");
        Assert.Equal(
            Enumerable.Range(0, 200),
            await context.Effects.OrderBy(effect => effect.Sequence).Select(effect => effect.Number).ToListAsync()
        );
        await Eventually.TrueAsync(
            async () => await shop.ScalarAsync<int>("select count(*)::int from orders.outbox_messages where delivered_at is null") == 0,
            "all marks"
        );
        Assert.Equal(4, await shop.ScalarAsync<int>("select count(distinct xmin::text)::int from orders.outbox_messages"));
    }

    [Fact]
    public async Task An_event_that_is_refused_holds_up_those_behind_it_with_its_key_and_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        var publisher = await shop.BuildAsync(
            "orders",
            settings: new()
            {
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.050",
                ["Messaging:Outbox:MaxRetryInterval"] = "00:00:00.200",
            }
        );
        await BillAsync(publisher, "stuck");
        await publisher.PlaceOrderAsync(1, "stuck");
        await publisher.PlaceOrderAsync(2, "other");
        await publisher.PlaceOrderAsync(3);

        await publisher.StartAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the others");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].Attempts >= 3, "three attempts");
        Assert.Equal((0, null), ((await shop.OutboxAsync("orders"))[1].Attempts, (await shop.OutboxAsync("orders"))[1].DeliveredAt));
        await shop.StartAsync("ledger", bus => bus.AddConsumer<BilledConsumer>());
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("ledger") == 1, "the event that was refused");
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 3, "the event behind it");
    }

    [Fact]
    public async Task What_cannot_leave_hides_nothing_behind_it()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        var publisher = await shop.BuildAsync(
            "orders",
            settings: new()
            {
                ["Messaging:Outbox:BatchSize"] = "2",
                ["Messaging:Outbox:MinRetryInterval"] = "01:00:00",
                ["Messaging:Outbox:MaxRetryInterval"] = "01:00:00",
            }
        );
        await BillAsync(publisher, "stuck");
        for (var i = 0; i < 30; i++)
        {
            await publisher.PlaceOrderAsync(i, "stuck");
        }

        await publisher.PlaceOrderAsync(30, "other");
        await publisher.PlaceOrderAsync(31);

        await publisher.StartAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the two behind thirty");
    }

    private static async Task BillAsync(IHost host, string key)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(new OrderBilled(Guid.NewGuid()), key);
        await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();
    }
}
