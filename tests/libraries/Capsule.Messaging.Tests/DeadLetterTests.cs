using System.Diagnostics.Metrics;
using System.Text;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging.Tests;

/// <summary>What a service cannot handle is put aside, whole and with the reason.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_message_that_is_given_up_comes_again_and_takes_effect_once()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => attempt <= 4 ? new InvalidOperationException($"attempt {attempt}") : null };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(),
            Aside.With(faults),
            Aside.Twice
        );
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        var order = await host.PlaceOrderAsync();

        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") == 2,
            "the effects of the event and of the one that follows"
        );
        Assert.Equal(5, faults.AttemptsOf(order));
        Assert.Equal(2, measured["capsule.consumer.redeliveries"]);
        Assert.Equal(0, measured["capsule.consumer.dead_letters"]);
        Assert.Empty(await shop.DeadLettersAsync());
        Assert.Equal(1, await shop.ScalarAsync<long>("select count(*) from shop.inbox_messages where consumer like '%order-placed'"));
    }

    [Fact]
    public async Task After_the_last_redelivery_it_is_dead_with_reason_and_stack_and_blocks_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("no such\nproduct\0") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Twice);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        var poison = await host.PlaceOrderAsync(1);
        await Eventually.TrueAsync(() => measured["capsule.consumer.dead_letters"] == 1, "a dead letter");

        var letter = Assert.Single(await shop.DeadLettersAsync());
        var message = (await shop.OutboxAsync("shop"))[0];
        Assert.Equal(6, faults.AttemptsOf(poison));
        Assert.Equal((shop.QueueOf("shop"), message.Id, message.Type), (letter.Consumer, letter.MessageId!.Value, letter.Type));
        Assert.Equal("System.InvalidOperationException: no such product\uFFFD", letter.Reason);
        Assert.Contains($"at {typeof(FaultyConsumer).FullName}.Consume", letter.Detail, StringComparison.Ordinal);
        Assert.Equal((2, null), (letter.Redeliveries, letter.RedeliverAt));
        Assert.Contains(shop.Logs.Errors, error => error.Contains("has a dead letter", StringComparison.Ordinal));

        faults.OnAttempt = _ => null;
        await host.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the other message");
    }

    [Fact]
    public async Task What_is_put_aside_waits_for_its_interval()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new OperationCanceledException("its own time limit") };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>(),
            Aside.With(faults),
            new(Aside.Never) { ["Messaging:Redelivery:Intervals:0"] = "00:01:00", ["Messaging:Redelivery:Intervals"] = null }
        );

        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");

        var letter = (await shop.DeadLettersAsync())[0];
        Assert.InRange(letter.RedeliverAt!.Value - letter.CreatedAt, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72.1));
        Assert.Equal(1, letter.Redeliveries);
        Assert.Equal("System.OperationCanceledException: its own time limit", letter.Reason);
    }

    [Fact]
    public async Task A_type_that_the_service_does_not_know_is_kept_whole()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await host.ReadyAsync();
        var id = Guid.CreateVersion7();
        var body = EventEnvelope
            .Write(id, new EventName("Capsule.Contracts:Unheard+Of"), """{ "a": "ä€" }""", DateTimeOffset.UnixEpoch)
            .ToArray();

        await shop.SendBytesAsync(body);

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var letter = (await shop.DeadLettersAsync())[0];
        Assert.Equal(body, letter.Body);
        Assert.Equal(
            (id, "Capsule.Contracts:Unheard+Of", EventEnvelope.ContentType),
            (letter.MessageId!.Value, letter.Type, letter.ContentType)
        );
        Assert.Equal("No consumer handles the message's type (urn:message:Capsule.Contracts:Unheard+Of).", letter.Reason);
        Assert.Equal((0, null), (letter.Redeliveries, letter.RedeliverAt));
    }

    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "not JSON", "\0\u0001{{{ ä" },
            { "nothing", "" },
            { "no envelope", "[1, 2]" },
            { "null", "null" },
            { "no types", "{}" },
            {
                "a wrong member",
                """{"messageId":"01920000-0000-7000-8000-000000000000","messageType":["urn:message:Capsule.Messaging.Tests.Support:OrderPlaced"],"message":{"orderId":17}}"""
            },
            { "no identifier", """{"messageType":["urn:message:Capsule.Messaging.Tests.Support:OrderPlaced"],"message":{"number":1}}""" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_cannot_be_read_is_kept_byte_for_byte_and_not_redelivered(string what, string text)
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        await host.ReadyAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes(text), .. what == "not JSON" ? [0xFF, 0xFE] : Array.Empty<byte>()];

        await shop.SendBytesAsync(body);

        await Eventually.TrueAsync(() => measured["capsule.consumer.dead_letters"] == 1, what);
        var letter = Assert.Single(await shop.DeadLettersAsync());
        Assert.Equal(body, letter.Body);
        Assert.Null(letter.RedeliverAt);
        Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop")));
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "a message that is well");
    }

    [Fact]
    public async Task A_message_that_is_put_aside_twice_is_one_row()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => new InvalidOperationException($"attempt {attempt}") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Never);
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");

        await shop.PublishAgainAsync((await shop.OutboxAsync("shop"))[0]);

        await Eventually.TrueAsync(
            async () => (await shop.DeadLettersAsync())[0].Reason.EndsWith("attempt 4", StringComparison.Ordinal),
            "the row written anew"
        );
        Assert.Single(await shop.DeadLettersAsync());
    }
}
