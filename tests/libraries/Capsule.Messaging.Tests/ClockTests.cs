using Capsule.Messaging.Tests.Support;
using Capsule.Testing;

namespace Capsule.Messaging.Tests;

/// <summary>The server's clock was a day ahead, and was set right: what was written then waits for no tomorrow.</summary>
public sealed class ClockTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Messaging:Outbox:MeasureInterval"] = "00:00:00.100" };

    [Fact]
    public async Task Events_leave()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.BuildAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Settings);
        await host.PlaceOrderAsync(1);
        await host.PlaceOrderAsync(2);
        await shop.ExecuteAsync(
            "update shop.outbox_messages set next_attempt_at = current_timestamp + interval '1 day', created_at = current_timestamp + interval '1 day'"
        );
        await shop.ExecuteAsync("update shop.outbox_messages set attempts = 3 where sequence = 2");

        await host.StartAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "both effects");
    }

    [Fact]
    public async Task An_event_that_waits_for_its_next_attempt_goes_on_waiting()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.BuildAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new(Settings) { ["Messaging:Outbox:MaxRetryInterval"] = "02:00:00" }
        );
        await host.PlaceOrderAsync(1);
        await host.PlaceOrderAsync(2);
        await shop.ExecuteAsync(
            "update shop.outbox_messages set next_attempt_at = current_timestamp + interval '1 hour', attempts = 1 where sequence = 1"
        );
        await shop.ExecuteAsync(
            "update shop.outbox_messages set next_attempt_at = current_timestamp + interval '1 day', attempts = 1 where sequence = 2"
        );

        await host.StartAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect of the second");
        Assert.Null((await shop.OutboxAsync("shop"))[0].DeliveredAt);
    }

    [Fact]
    public async Task Messages_that_were_put_aside_come_again()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => attempt == 1 ? new InvalidOperationException("not now") : null };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(),
            Aside.With(faults),
            new(Settings) { ["Messaging:Retry:Limit"] = "0", ["Messaging:Redelivery:Intervals"] = "01:00:00" }
        );
        await host.ReadyAsync();
        await shop.SendOrderAsync(1);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the message was put aside");

        await shop.ExecuteAsync(
            $"update shop.dead_letters set redeliver_at = redeliver_at + interval '1 day'; {DeadLetterSql.Notify("shop")}"
        );

        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") == 2,
            "its effect, and that of the event that it published"
        );
    }
}
