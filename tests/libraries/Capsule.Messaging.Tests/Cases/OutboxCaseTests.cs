using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Cases;

/// <summary>Faults of other outboxes, which must not occur here.</summary>
public sealed class OutboxCaseTests
{
    // MassTransit/MassTransit#3512
    [Fact]
    [Trait("Case", "A-MSG-01")]
    public async Task Events_of_one_transaction_and_key_are_in_the_queue_in_order_with_two_replicas_that_send()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        var settings = new Dictionary<string, string?>(QueuedFor(shop)) { ["Messaging:Outbox:BatchSize"] = "7" };
        var replicas = new[] { await shop.BuildAsync("orders", settings: settings), await shop.BuildAsync("orders", settings: settings) };
        await replicas[0].PlaceOrdersAsync(100, "aggregate 1");

        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));

        Assert.Equal(Enumerable.Range(1, 100), await TakeAsync(shop, 100));
    }

    // dotnetcore/CAP#1271, #1257, #1390
    [Fact]
    [Trait("Case", "A-MSG-03")]
    public async Task Ten_replicas_that_start_at_once_on_pending_events_send_each_once()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        List<IHost> replicas = [];
        for (var replica = 0; replica < 10; replica++)
        {
            replicas.Add(await shop.BuildAsync("orders", settings: QueuedFor(shop)));
        }

        var measured = replicas.ConvertAll(replica => new Measured(replica.Services.GetRequiredService<IMeterFactory>()));
        await replicas[0].PlaceOrdersAsync(500);

        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));

        await Eventually.TrueAsync(
            async () => await shop.ScalarAsync<long>("select count(*) from orders.outbox_messages where delivered_at is null") == 0,
            "every event is sent"
        );
        await Eventually.TrueAsync(() => measured.Sum(one => one["capsule.outbox.sent"]) >= 500, "every event is counted");
        Assert.Equal(500, measured.Sum(one => one["capsule.outbox.sent"]));
        Assert.Equal(Enumerable.Range(1, 500), (await TakeAsync(shop, 500)).Order());
        Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop")));
        measured.ForEach(one => one.Dispose());
    }

    // dotnetcore/CAP#1251
    [Fact]
    [Trait("Case", "A-MSG-05")]
    public async Task An_event_from_before_a_kill_arrives_before_a_newer_one_of_its_key()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        await shop.CreateSchemaAsync("shop");
        await shop.CreateSchemaAsync("ledger");
        await shop.CreateSchemaAsync("orders");
        proxy.Cut();
        using (
            var killed = new KilledService("orders", shop.ConnectionString, shop.BrokerBehind(proxy), shop.NameOf(""), Orders: 1).Start()
        )
        {
            await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders")).Count == 1, "the first event is in the outbox");
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        proxy.Restore();
        var again = await shop.StartAsync(
            "orders",
            settings: new(QueuedFor(shop)) { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy) }
        );
        await again.PlaceOrderAsync(2, $"key {KilledService.KeyOf(1)}");

        Assert.Equal([1, 2], await TakeAsync(shop, 2));
    }

    private static Dictionary<string, string?> QueuedFor(Shop shop) =>
        new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") };

    private static async Task<List<int>> TakeAsync(Shop shop, int count)
    {
        await Eventually.TrueAsync(
            async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) >= count,
            $"{count} messages are in the queue"
        );
        return await shop.TakeNumbersAsync(shop.QueueOf("shop"), count);
    }
}
