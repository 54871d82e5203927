using Capsule.Messaging.Tests.Support;
using Capsule.Testing;

namespace Capsule.Messaging.Tests;

public sealed class BrokerKillTests
{
    [Fact]
    public async Task An_event_takes_effect_although_the_broker_is_killed_just_after_its_queue_was_declared()
    {
        await using var broker = await OwnServer.StartBrokerAsync();
        await using var shop = await Shop.OpenAsync(broker.Address);
        var settings = new Dictionary<string, string?>
        {
            ["Messaging:Outbox:SettleTime"] = "00:00:05",
            ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop"),
        };
        var publisher = await shop.BuildAsync("orders", settings: settings);
        await publisher.PlaceOrderAsync();
        await publisher.StartAsync();
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 1, "the event is in its queue");

        await broker.KillAsync();
        Assert.Null((await shop.OutboxAsync("orders"))[0].DeliveredAt);
        await broker.StartAsync();

        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null, "the mark");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task What_was_sent_to_queues_that_are_new_is_sent_once_more_and_only_then_delivered()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:Outbox:SettleTime"] = "00:00:02" });
        await publisher.PlaceOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect");
        Assert.Null((await shop.OutboxAsync("orders"))[0].DeliveredAt);

        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null, "the first mark");
        await publisher.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[1].DeliveredAt is not null, "the second mark");

        Assert.Equal([2, 1], (await shop.OutboxAsync("orders")).Select(message => message.Attempts));
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the second effect");
    }
}
