using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging.Tests;

public sealed class PublishingTests
{
    [Fact]
    public async Task An_event_is_consumed_once_and_its_row_is_marked()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());

        var order = await host.PlaceOrderAsync(7);

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop"))[0].DeliveredAt is not null, "the mark");
        await using var context = shop.Context("shop");
        var effect = await context.Effects.SingleAsync();
        Assert.Equal((order, 7), (effect.OrderId, effect.Number));
        var inbox = await context.Set<InboxMessage>().SingleAsync();
        Assert.Equal(((await shop.OutboxAsync("shop"))[0].Id, shop.QueueOf("shop")), (inbox.MessageId, inbox.Consumer));
        Assert.Empty(shop.Logs.Errors);
    }

    [Fact]
    public async Task Of_an_event_that_is_not_to_be_kept_nothing_stays_once_it_is_delivered_and_not_before()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync(
            "shop",
            bus => bus.ForgetDelivered<OrderPlaced>(),
            settings: new()
            {
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.050",
                ["Messaging:Outbox:MaxRetryInterval"] = "00:00:00.500",
                ["Messaging:Outbox:PollInterval"] = "00:00:00.200",
            }
        );
        await host.PlaceOrderAsync(7);
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop"))[0].Attempts > 0, "the attempt: nobody has a queue for it");
        Assert.Contains("\"number\": 7", (await shop.OutboxAsync("shop"))[0].Payload, StringComparison.Ordinal);

        await shop.StartAsync("billing", bus => bus.AddConsumer<RecordingConsumer>());

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("billing") == 1, "the effect");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop"))[0].DeliveredAt is not null, "the mark");
        Assert.Equal("{}", (await shop.OutboxAsync("shop"))[0].Payload);
        await using var context = shop.Context("billing");
        Assert.Equal(7, (await context.Effects.SingleAsync()).Number);
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_publishes_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());

        await using (var scope = host.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
            await using var transaction = await context.Database.BeginTransactionAsync();
            scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(new OrderPlaced(Guid.NewGuid(), 1));
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        var later = await host.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") > 0, "the later event");
        await using var after = shop.Context("shop");
        Assert.Equal(later, (await after.Effects.SingleAsync()).OrderId);
        Assert.Single(await shop.OutboxAsync("shop"));
    }

    [Fact]
    public async Task A_commit_wakes_the_dispatcher_without_the_poll()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new() { ["Messaging:Outbox:PollInterval"] = "01:00:00" }
        );
        for (var i = 1; i <= 3; i++)
        {
            await host.PlaceOrderAsync(i);
            await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == i, $"effect {i}");
        }
    }

    [Fact]
    public async Task Events_of_one_SaveChanges_are_stored_in_the_order_in_which_they_were_published()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.BuildAsync("shop");
        await using var scope = host.Services.CreateAsyncScope();
        var publisher = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
        for (var i = 0; i < 200; i++)
        {
            publisher.Publish(new OrderPlaced(Guid.NewGuid(), i), "key");
        }

        await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();

        var payloads = (await shop.OutboxAsync("shop")).Select(message => message.Payload).ToList();
        Assert.Equal(
            Enumerable.Range(0, 200),
            payloads.Select(payload => System.Text.Json.JsonDocument.Parse(payload).RootElement.GetProperty("number").GetInt32())
        );
    }

    [Fact]
    public async Task An_event_of_a_mebibyte_arrives_whole_among_others()
    {
        await using var shop = await Shop.OpenAsync();
        var received = new Received();
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<KeepingConsumer<OrderNoted>>().AddConsumer<RecordingConsumer>(),
            builder => builder.Services.AddSingleton(received)
        );
        var note = string.Concat(Enumerable.Range(0, 1024).Select(i => $"{i:D4} \"ä€😀\" ".PadRight(1024, 'x')));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(new OrderNoted(note), "key");
            await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();
        }

        await host.PlaceOrderAsync(1, "key");

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the event behind it");
        await Eventually.TrueAsync(() => !received.Events.IsEmpty, "the note");
        Assert.Equal(note, Assert.IsType<OrderNoted>(Assert.Single(received.Events)).Note);
    }
}
