using System.Diagnostics.Metrics;
using System.Text;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests.Cases;

/// <summary>Faults of other inboxes, which must not occur here.</summary>
public sealed class InboxCaseTests
{
    // JasperFx/wolverine#4162
    [Fact]
    [Trait("Case", "A-MSG-06")]
    public async Task Every_message_takes_effect_once_when_one_of_two_consumers_is_killed_after_five()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await SlowDownAsync(shop);
        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });

        // The first to consume is the active one.
        using var first = Consumer(shop, "shop").Start();
        await Eventually.TrueAsync(async () => await shop.CountConsumersAsync(shop.QueueOf("shop")) == 1, "the first consumes");
        using var second = Consumer(shop, "shop 2").Start();
        await Eventually.TrueAsync(async () => await ListenersAsync(shop) == 2, "both run");
        await publisher.PlaceOrdersAsync(40);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= 5, "five are done");

        var done = await shop.CountEffectsAsync("shop");
        first.Kill();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= 40, "all are done", TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 0, "an empty queue");
        Assert.True(done < 40, "the first did everything before it was killed");
        Assert.Equal(
            Enumerable.Range(1, 40),
            await shop.ScalarAsync<int[]>("select array_agg(number order by number) from shop.effects") ?? []
        );
        Assert.Equal(40, await shop.ScalarAsync<long>("select count(*) from shop.inbox_messages"));
        Assert.Empty(await shop.DeadLettersAsync());
        second.Kill();
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    // MassTransit/MassTransit#1195
    [Fact]
    [Trait("Case", "A-MSG-10")]
    public async Task An_empty_body_and_half_a_body_are_two_dead_letters_and_the_next_message_is_handled_within_5_s()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await host.ReadyAsync();

        await shop.SendBytesAsync([], new BasicProperties());
        await shop.SendBytesAsync("{"u8.ToArray(), new BasicProperties());
        await shop.SendOrderAsync(1);

        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") == 1,
            "the effect of the valid message",
            TimeSpan.FromSeconds(5)
        );
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 2, "two dead letters");

        // Copies would arrive before what is sent after them.
        await shop.SendOrderAsync(2);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the effect of another valid message");
        Assert.Equal(["", "{"], (await shop.DeadLettersAsync()).Select(letter => Encoding.UTF8.GetString(letter.Body)).Order());
        foreach (var suffix in new[] { "", "_error", "_skipped" })
        {
            Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop") + suffix));
        }
    }

    // JasperFx/wolverine#93
    [Fact]
    [Trait("Case", "A-MSG-14")]
    public async Task A_message_that_is_in_the_inbox_already_is_skipped_alone_among_ten_that_arrive_at_once()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        var publisher = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });
        await publisher.PlaceOrdersAsync(10);
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 10, "ten messages wait");
        await shop.ExecuteAsync(
            $"""
            insert into shop.inbox_messages (message_id, consumer)
            select id, '{shop.QueueOf("shop")}' from orders.outbox_messages where payload->>'number' = '4'
            """
        );
        var consumer = await shop.BuildAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        using var measured = new Measured(consumer.Services.GetRequiredService<IMeterFactory>());

        await consumer.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 9, "nine effects");
        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 1, "one duplicate");
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 0, "an empty queue");
        Assert.Equal(
            Enumerable.Range(1, 10).Except([4]),
            await shop.ScalarAsync<int[]>("select array_agg(number order by number) from shop.effects") ?? []
        );
        Assert.Empty(await shop.DeadLettersAsync());
        Assert.Empty(shop.Logs.Errors);
    }

    private static KilledService Consumer(Shop shop, string replica) =>
        new(replica, shop.ConnectionString, shop.Broker, shop.NameOf(""), Orders: 0);

    // The broker counts only the active consumer. Every replica has a session that listens to its outbox.
    private static Task<int> ListenersAsync(Shop shop) =>
        shop.ScalarAsync<int>(
            "select count(*)::int from pg_stat_activity where datname = current_database() and query like 'listen \"shop%'"
        );

    // An effect takes long enough for a kill in between.
    private static Task SlowDownAsync(Shop shop) =>
        shop.ExecuteAsync(
            """
            create function shop.slow_down() returns trigger language plpgsql as 'begin perform pg_sleep(0.3); return new; end';
            create trigger slow_down before insert on shop.effects for each row execute function shop.slow_down();
            """
        );
}
