using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class InboxTests
{
    private static readonly Dictionary<string, string?> QuickRetry = new()
    {
        ["Messaging:Retry:Limit"] = "2",
        ["Messaging:Retry:MinInterval"] = "00:00:00.010",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redelivery_does_nothing(bool retryingContext)
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), retryingContext: retryingContext);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");

        var message = (await shop.OutboxAsync("shop"))[0];
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.PublishAgainAsync(message)));

        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 5, "five duplicates");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
        Assert.Empty(shop.Logs.Errors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_consumer_that_fails_and_then_succeeds_has_its_effect_once(bool retryingContext)
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => attempt <= 2 ? new InvalidOperationException($"attempt {attempt}") : null };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(),
            With(faults),
            QuickRetry,
            retryingContext
        );

        var order = await host.PlaceOrderAsync(3);

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the effect of both events");
        Assert.Equal(3, faults.AttemptsOf(order));
        await using var context = shop.Context("shop");
        Assert.Equal(2, await context.Orders.CountAsync());
        Assert.Equal(
            ["Capsule.Messaging.Tests.Support:OrderBilled", "Capsule.Messaging.Tests.Support:OrderPlaced"],
            (await shop.OutboxAsync("shop")).Select(message => message.Type).Order()
        );
        Assert.Empty(shop.Logs.Errors);
    }

    [Fact]
    public async Task A_message_between_two_attempts_returns_to_its_queue_when_the_service_stops()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not now") };
        var patient = new Dictionary<string, string?>
        {
            ["Messaging:Retry:MinInterval"] = "00:10:00",
            ["Messaging:Retry:MaxInterval"] = "00:10:00",
        };
        var first = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), patient);
        var order = await first.PlaceOrderAsync();
        await Eventually.TrueAsync(() => faults.AttemptsOf(order) == 1, "the first attempt");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("shop"))[0].DeliveredAt is not null, "the mark");

        await first.StopAsync();

        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 1, "the message is back");
        Assert.Empty(await shop.DeadLettersAsync());
        faults.OnAttempt = _ => null;
        await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults));
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_waits_for_the_database_and_is_not_given_up(bool retryingContext)
    {
        await using var shop = await Shop.OpenAsync();
        var target = new Npgsql.NpgsqlConnectionStringBuilder(shop.ConnectionString);
        await using var proxy = TcpProxy.Start(target.Host!, target.Port);
        target.Host = "127.0.0.1";
        target.Port = proxy.Port;
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            retryingContext: retryingContext,
            settings: new()
            {
                ["ConnectionStrings:database"] = target.ConnectionString,
                ["Messaging:Retry:Limit"] = "0",
                ["Messaging:Retry:MinInterval"] = "00:00:00.050",
                ["Messaging:Retry:MaxInterval"] = "00:00:00.200",
                ["Messaging:Outbox:PollInterval"] = "01:00:00",
            }
        );
        await host.PlaceOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect");

        proxy.Cut();
        var message = new OutboxMessage
        {
            Id = Guid.CreateVersion7(),
            Type = "Capsule.Messaging.Tests.Support:OrderPlaced",
            Payload = """{"number":2}""",
        };
        await shop.PublishAgainAsync(message);
        await Eventually.TrueAsync(() => shop.Logs.Warnings.Any(warning => warning.Contains("waits", StringComparison.Ordinal)), "a wait");
        proxy.Restore();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the second effect");
        await host.PlaceOrderAsync(3);
        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") == 3,
            "the third effect, told by the connection that listens again"
        );
        Assert.Empty(await shop.DeadLettersAsync());
    }

    private static Action<IHostApplicationBuilder> With(Faults faults) => builder => builder.Services.AddSingleton(faults);
}
