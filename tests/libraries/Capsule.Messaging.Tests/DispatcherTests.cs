using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class DispatcherTests
{
    [Fact]
    public async Task A_crash_between_confirm_and_mark_sends_again_and_takes_effect_once()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        using var measured = new Measured(consumer.Services.GetRequiredService<IMeterFactory>());
        var publisher = await shop.BuildAsync("orders");
        await publisher.PlaceOrderAsync();
        var database = publisher.Services.GetRequiredService<IOutboxDatabase>();
        await using (var connection = await database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await connection.Npgsql.BeginTransactionAsync();
            var events = await publisher
                .Services.GetRequiredService<DueEvents>()
                .TakeAsync(connection.Npgsql, 10, 50, CancellationToken.None);
            var outcomes = await publisher
                .Services.GetRequiredService<EventSender>()
                .SendAsync(events, TimeSpan.FromSeconds(10), CancellationToken.None);
            Assert.Equal([SendOutcome.Confirmed], outcomes);
        }

        await publisher.StartAsync();

        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 1, "the duplicate");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null, "the mark");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task Two_dispatchers_share_the_work_and_send_nothing_twice()
    {
        await using var shop = await Shop.OpenAsync();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        using var duplicates = new Measured(consumer.Services.GetRequiredService<IMeterFactory>());
        var small = new Dictionary<string, string?> { ["Messaging:Outbox:BatchSize"] = "5" };
        var replicas = new[] { await shop.BuildAsync("orders", settings: small), await shop.BuildAsync("orders", settings: small) };
        using var first = new Measured(replicas[0].Services.GetRequiredService<IMeterFactory>());
        using var second = new Measured(replicas[1].Services.GetRequiredService<IMeterFactory>());
        for (var i = 0; i < 300; i++)
        {
            await replicas[0].PlaceOrderAsync(i);
        }

        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 300, "all effects");
        await Eventually.TrueAsync(() => first["capsule.outbox.sent"] + second["capsule.outbox.sent"] == 300, "300 sent");
        Assert.True(first["capsule.outbox.sent"] > 0 && second["capsule.outbox.sent"] > 0, "one of them did nothing");
        Assert.Equal(0, duplicates["capsule.inbox.duplicates"]);
    }

    [Fact]
    public async Task An_event_that_no_queue_takes_stays_until_one_does_and_holds_up_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        var publisher = await shop.StartAsync(
            "orders",
            bus => bus.AddConsumer<BilledConsumer>(),
            settings: new()
            {
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.050",
                ["Messaging:Outbox:MaxRetryInterval"] = "00:00:00.500",
                ["Messaging:Outbox:PollInterval"] = "00:00:00.200",
            }
        );
        await publisher.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].Attempts >= 2, "two attempts");
        var waiting = (await shop.OutboxAsync("orders"))[0];
        Assert.Null(waiting.DeliveredAt);
        Assert.Equal($"No queue is bound to {shop.Exchange}.", waiting.LastError);
        await PublishAsync(publisher, new OrderBilled(Guid.NewGuid()));
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("orders") == 1, "the other event");

        await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        await Eventually.TrueAsync(
            async () => (await shop.OutboxAsync("orders"))[0] is { DeliveredAt: not null, LastError: null },
            "the mark"
        );
        Assert.Empty(shop.Logs.Errors);
    }

    [Fact]
    public async Task A_named_subscriber_that_has_never_run_misses_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StartAsync("early", bus => bus.AddConsumer<RecordingConsumer>());
        var publisher = await shop.StartAsync(
            "orders",
            settings: new() { ["Messaging:Subscribers:order-placed"] = $"{shop.NameOf("early")},{shop.NameOf("late")}" }
        );
        await publisher.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("early") == 1, "the effect in the service that runs");

        await shop.StartAsync("late", bus => bus.AddConsumer<RecordingConsumer>());

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("late") == 1, "the effect in the service that started later");
        Assert.Empty(shop.Logs.Errors);
    }

    [Fact]
    public async Task An_exchange_that_somebody_deleted_is_made_again()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        var publisher = await shop.StartAsync(
            "orders",
            settings: new()
            {
                ["Messaging:Subscribers:ORDER-PLACED"] = shop.NameOf("shop"),
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.050",
            }
        );
        await publisher.PlaceOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect");

        await shop.OnBrokerAsync(async channel =>
        {
            await channel.ExchangeDeleteAsync(shop.Exchange);
            return true;
        });
        for (var i = 2; i <= 10; i++)
        {
            await publisher.PlaceOrderAsync(i);
        }

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 10, "all effects");
    }

    [Fact]
    public async Task An_optional_event_leaves_although_no_queue_takes_it()
    {
        await using var shop = await Shop.OpenAsync();
        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:OptionalEvents"] = "order-placed" });

        await publisher.PlaceOrderAsync();

        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null, "the mark");
    }

    [Fact]
    public async Task An_event_whose_exchange_the_broker_refuses_holds_up_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OnBrokerAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(shop.Exchange, "topic", durable: true, autoDelete: false);
            return true;
        });
        var publisher = await shop.StartAsync("orders", bus => bus.AddConsumer<BilledConsumer>());
        await publisher.PlaceOrderAsync();

        await PublishAsync(publisher, new OrderBilled(Guid.NewGuid()));

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("orders") == 1, "the other event");
        await Eventually.TrueAsync(
            async () => (await shop.OutboxAsync("orders"))[0].LastError?.Contains("PRECONDITION_FAILED", StringComparison.Ordinal) == true,
            "the reason"
        );
    }

    private static async Task PublishAsync<TEvent>(IHost host, TEvent @event)
        where TEvent : class
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(@event);
        await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();
    }

    [Fact]
    public async Task A_queue_of_an_older_build_is_refused_by_name()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OnBrokerAsync(channel =>
            channel.QueueDeclareAsync(
                shop.QueueOf("shop"),
                durable: true,
                exclusive: false,
                autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
            )
        );
        var host = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });

        await host.PlaceOrderAsync();

        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].LastError is not null, "an error");
        var error = (await shop.OutboxAsync("orders"))[0].LastError;
        Assert.Contains("inequivalent arg 'x-single-active-consumer'", error, StringComparison.Ordinal);
        Assert.Contains(shop.QueueOf("shop"), error, StringComparison.Ordinal);
        await shop.OnBrokerAsync(channel => channel.QueueDeleteAsync(shop.QueueOf("shop"), ifUnused: false, ifEmpty: false));
        await Eventually.TrueAsync(
            async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null,
            "the event, once the queue is deleted"
        );
    }
}
