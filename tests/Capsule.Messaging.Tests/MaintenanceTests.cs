using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Messaging.Tests;

public sealed class MaintenanceTests
{
    [Fact]
    public async Task Rows_past_their_retention_go_and_events_that_have_not_left_stay()
    {
        await using var shop = await Shop.OpenAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Messaging:Outbox:MeasureInterval"] = "00:00:00.050",
            ["Messaging:CleanupInterval"] = "00:00:00.050",
            ["Messaging:Outbox:Retention"] = "1.00:00:00",
            ["Messaging:InboxRetention"] = "2.00:00:00",
        };
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: settings);
        await consumer.PlaceOrderAsync(1);
        await consumer.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "both effects");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop")).TrueForAll(message => message.DeliveredAt is not null), "both marks");
        var kept = (await shop.OutboxAsync("shop"))[1];

        await using var context = shop.Context("shop");
        await context.Database.ExecuteSqlAsync($"update shop.outbox_messages set delivered_at = delivered_at - interval '25 hours' where id <> {kept.Id}");
        await context.Database.ExecuteSqlAsync($"update shop.inbox_messages set created_at = created_at - interval '49 hours' where message_id <> {kept.Id}");
        await context.Database.ExecuteSqlAsync(
            $"""
            insert into shop.outbox_messages (id, type, payload, created_at, next_attempt_at)
            values (gen_random_uuid(), 'Some:Event', jsonb_build_object(), current_timestamp - interval '9 days', current_timestamp + interval '1 day')
            """);

        await Eventually.TrueAsync(async () => await context.Set<InboxMessage>().CountAsync() == 1, "the old inbox row gone");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop")).Count == 2, "the old outbox row gone");
        Assert.Equal(kept.Id, (await context.Set<InboxMessage>().SingleAsync()).MessageId);
        Assert.Equal([kept.Id], (await shop.OutboxAsync("shop")).Where(message => message.DeliveredAt is not null).Select(message => message.Id));
    }
}
