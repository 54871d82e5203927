using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Cases;

/// <summary>Sent and consumed messages do not stay for ever.</summary>
public sealed class RetentionCaseTests
{
    // JasperFx/wolverine#689
    [Fact]
    [Trait("Case", "A-MSG-12")]
    public Task Outbox_and_inbox_are_empty_soon_after_a_short_retention() => RunAsync(300, "00:00:02", TimeSpan.FromSeconds(30));

    // JasperFx/wolverine#689
    [Fact]
    [Trait("Case", "A-MSG-12")]
    [Trait("Category", "Soak")]
    public Task Outbox_and_inbox_are_empty_three_minutes_after_ten_thousand_messages_with_a_retention_of_a_minute() =>
        RunAsync(10_000, "00:01:00", TimeSpan.FromMinutes(3));

    [Fact]
    public async Task An_event_that_is_not_sent_outlives_a_short_retention()
    {
        await using var shop = await Shop.OpenAsync();
        var publisher = await shop.StartAsync(
            "orders",
            settings: new()
            {
                ["Messaging:Outbox:Retention"] = "00:00:00.100",
                ["Messaging:Outbox:MeasureInterval"] = "00:00:00.050",
                ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop"),
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.050",
            }
        );
        await shop.CreateSchemaAsync("shop");

        // No queue is bound to the exchange of this event.
        await BillAsync(publisher);
        await publisher.PlaceOrderAsync();

        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders")).Count == 1, "the sent event is deleted");
        var kept = Assert.Single(await shop.OutboxAsync("orders"));
        Assert.EndsWith(":OrderBilled", kept.Type, StringComparison.Ordinal);
        Assert.Null(kept.DeliveredAt);
    }

    private static async Task BillAsync(IHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(new OrderBilled(Guid.NewGuid()));
        await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();
    }

    private static async Task RunAsync(int messages, string retention, TimeSpan deadline)
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new()
            {
                ["Messaging:Outbox:Retention"] = retention,
                ["Messaging:InboxRetention"] = retention,
                ["Messaging:Outbox:MeasureInterval"] = "00:00:00.500",
            }
        );
        await host.ReadyAsync();
        await host.PlaceOrdersAsync(messages);
        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") == messages,
            $"{messages} effects",
            TimeSpan.FromMinutes(2)
        );

        await Eventually.TrueAsync(
            async () =>
                await shop.ScalarAsync<long>(
                    "select (select count(*) from shop.outbox_messages) + (select count(*) from shop.inbox_messages)"
                ) == 0,
            "outbox and inbox are empty",
            deadline
        );

        Assert.Equal(messages, await shop.CountEffectsAsync("shop"));
        Assert.Empty(shop.Logs.Errors);
    }
}
