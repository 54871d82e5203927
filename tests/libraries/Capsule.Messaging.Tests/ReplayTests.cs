using System.Diagnostics.Metrics;
using System.Text;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests;

/// <summary>What was put aside can be given back, and takes effect once.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task A_replayed_message_has_its_body_and_headers_and_takes_effect()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Never);
        await host.ReadyAsync();
        var order = await shop.SendOrderAsync(
            1,
            new()
            {
                ["text"] = "ä",
                ["number"] = 5,
                ["yes"] = true,
                ["bytes"] = new byte[] { 0xFF, 0 },
                ["at"] = new AmqpTimestamp(17),
                ["table"] = new Dictionary<string, object?>
                {
                    ["half"] = 0.5,
                    ["list"] = new List<object?> { 1L, "x", null },
                },
            }
        );
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var first = (await shop.DeadLettersAsync())[0];

        // Once more in vain: the row must come out as it went in.
        await shop.ReplayAsync(first.Id);
        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id != first.Id, "another row");
        var second = (await shop.DeadLettersAsync())[0];
        Assert.Equal((first.MessageId, first.ContentType, 0), (second.MessageId, second.ContentType, second.Redeliveries));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers, second.Headers);
        Assert.Equal(
            """{"at": {"$time": 17}, "yes": true, "text": "ä", "bytes": {"$bytes": "/wA="}, "table": {"half": 0.5, "list": [1, "x", null]}, "number": 5}""",
            second.Headers
        );
        faults.OnAttempt = _ => null;
        await shop.ReplayAsync(second.Id);

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 0, "no row");
        Assert.Equal(5, faults.AttemptsOf(order));
    }

    [Fact]
    public async Task A_replay_of_a_message_that_took_effect_does_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Aside.Never);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        var message = (await shop.OutboxAsync("shop"))[0];
        var body = Encoding.UTF8.GetString(
            EventEnvelope.Write(message.Id, new EventName(message.Type), message.Payload, DateTimeOffset.UnixEpoch).Span
        );
        await shop.ExecuteAsync(
            $$"""
            insert into shop.dead_letters (id, consumer, message_id, body, content_type, headers, reason, redeliveries)
            values ('{{Guid.CreateVersion7()}}', '{{shop.QueueOf(
                "shop"
            )}}', '{{message.Id}}', convert_to('{{body}}', 'UTF8'), '{{EventEnvelope.ContentType}}', '{}', 'x', 3)
            """
        );

        await shop.ReplayAsync((await shop.DeadLettersAsync())[0].Id);

        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 1, "the duplicate");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task What_took_effect_after_all_is_no_dead_letter_for_long()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await shop.ExecuteAsync(
            """
            insert into shop.inbox_messages (message_id, consumer) select ('0192000000007000800000000000000' || n)::uuid, 'q' from generate_series(1, 9) n;
            insert into shop.dead_letters (id, consumer, message_id, body, headers, reason, redeliveries) values
                (gen_random_uuid(), 'q', '01920000-0000-7000-8000-000000000003', '', '{}', 'took effect', 0),
                (gen_random_uuid(), 'p', '01920000-0000-7000-8000-000000000003', '', '{}', 'another consumer', 0),
                (gen_random_uuid(), 'q', '01920000-0000-7000-8000-00000000000a', '', '{}', 'another message', 0),
                (gen_random_uuid(), 'q', null, '', '{}', 'not to be read', 0)
            """
        );

        await shop.StartAsync("shop");

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 3, "one row less");
        Assert.Equal(
            ["another consumer", "another message", "not to be read"],
            (await shop.DeadLettersAsync()).Select(letter => letter.Reason).Order()
        );
    }

    [Fact]
    public async Task A_message_of_several_megabytes_goes_there_and_back()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Aside.Never);
        await host.ReadyAsync();
        var body = new byte[4 * 1024 * 1024];
        new Random(17).NextBytes(body);
        await shop.SendBytesAsync(body);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var first = (await shop.DeadLettersAsync())[0];

        await shop.ReplayAsync(first.Id);

        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id != first.Id, "another row");
        var second = (await shop.DeadLettersAsync())[0];
        Assert.True(body.AsSpan().SequenceEqual(second.Body));
    }
}
