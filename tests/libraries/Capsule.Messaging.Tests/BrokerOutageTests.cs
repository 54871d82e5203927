using System.Diagnostics;
using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class BrokerOutageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_service_starts_without_the_broker_and_delivers_once_it_is_there()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        proxy.Cut();

        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Behind(proxy, shop));
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(
            () => shop.Logs.Warnings.Any(warning => warning.Contains("wait in the outbox", StringComparison.Ordinal)),
            "a warning"
        );
        await Eventually.TrueAsync(async () => await MessagingAsync(host) == HealthStatus.Degraded, "degraded");
        await Eventually.TrueAsync(async () => await HealthAsync(host, "outbox") == HealthStatus.Degraded, "an event that is too old");
        Assert.Equal(0, (await shop.OutboxAsync("shop"))[0].Attempts);
        proxy.Restore();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(async () => await MessagingAsync(host) == HealthStatus.Healthy, "healthy");
        await Eventually.TrueAsync(async () => await HealthAsync(host, "outbox") == HealthStatus.Healthy, "an empty outbox");
        Assert.Empty(shop.Logs.Errors);
    }

    // JasperFx/wolverine#1430
    [Fact]
    [Trait("Case", "A-MSG-08")]
    public async Task Events_added_while_the_broker_is_away_take_effect_once_when_it_is_back()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Behind(proxy, shop));
        for (var i = 0; i < 50; i++)
        {
            await host.PlaceOrderAsync(i);
            if (i == 10)
            {
                proxy.Cut();
            }
        }

        await Eventually.TrueAsync(async () => await MessagingAsync(host) == HealthStatus.Degraded, "degraded");
        proxy.Restore();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 50, "all effects", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(
            async () => (await shop.OutboxAsync("shop")).TrueForAll(message => message.DeliveredAt is not null),
            "all marks"
        );
        Assert.Equal(50, await shop.CountEffectsAsync("shop"));
    }

    // JasperFx/wolverine#1430
    [Fact]
    [Trait("Case", "A-MSG-08")]
    [Trait("Category", "Soak")]
    public async Task What_is_accepted_while_the_broker_is_away_for_a_minute_takes_effect_once_when_it_is_back()
    {
        await using var broker = await OwnServer.StartBrokerAsync();
        await using var shop = await Shop.OpenAsync(broker.Address);
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new() { ["Messaging:Outbox:AgeLimit"] = "00:00:05" }
        );
        await host.PlaceOrderAsync(0);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect", TimeSpan.FromMinutes(1));

        await broker.KillAsync();
        var (orders, away) = (1, Stopwatch.StartNew());
        for (; away.Elapsed < TimeSpan.FromMinutes(1); orders++)
        {
            await host.PlaceOrderAsync(orders, $"key {orders % 10}");
        }

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Degraded), (await MessagingAsync(host), await HealthAsync(host, "outbox")));
        var back = Stopwatch.StartNew();
        await broker.StartAsync();

        await Eventually.TrueAsync(
            async () => await shop.CountEffectsAsync("shop") >= orders,
            $"{orders} effects",
            TimeSpan.FromMinutes(3)
        );
        output.WriteLine($"{orders} orders in a minute without the broker, all effective {back.Elapsed.TotalSeconds:F0} s after its start");
        await Eventually.TrueAsync(
            async () => await HealthAsync(host, "outbox") == HealthStatus.Healthy,
            "an empty outbox",
            TimeSpan.FromMinutes(1)
        );
        Assert.Equal(orders, await shop.CountEffectsAsync("shop"));
        Assert.Equal(orders, await shop.ScalarAsync<int>("select count(distinct order_id)::int from shop.effects"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task An_event_without_a_confirm_has_not_left(bool lostOnTheWay, int effects)
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var consumer = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await consumer.ReadyAsync();
        using var measured = new Measured(consumer.Services.GetRequiredService<IMeterFactory>());
        var publisher = await shop.StartAsync("orders", settings: Behind(proxy, shop));
        await publisher.PlaceOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect");
        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[0].DeliveredAt is not null, "the first mark");

        proxy.SwallowRequests = lostOnTheWay;
        proxy.SwallowAnswers = !lostOnTheWay;
        await publisher.PlaceOrderAsync(2);
        await Eventually.TrueAsync(
            () => shop.Logs.Warnings.Any(warning => warning.Contains("wait in the outbox", StringComparison.Ordinal)),
            "a warning"
        );
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1 + effects, "what arrived");
        Assert.Null((await shop.OutboxAsync("orders"))[1].DeliveredAt);
        proxy.SwallowRequests = proxy.SwallowAnswers = false;

        await Eventually.TrueAsync(async () => (await shop.OutboxAsync("orders"))[1].DeliveredAt is not null, "the second mark");
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the second effect");
        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] >= effects, "the duplicate");
        Assert.Equal(2, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task A_service_that_only_publishes_says_degraded_while_the_broker_is_away()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var host = await shop.StartAsync("shop", settings: Behind(proxy, shop));
        await Eventually.TrueAsync(async () => await MessagingAsync(host) == HealthStatus.Healthy, "healthy");

        proxy.Cut();

        await Eventually.TrueAsync(async () => await MessagingAsync(host) == HealthStatus.Degraded, "degraded");
    }

    [Fact]
    public async Task A_service_stops_quickly_and_without_an_error_while_the_broker_is_away()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        proxy.Cut();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Behind(proxy, shop));
        await host.PlaceOrderAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        await host.StopAsync(limit.Token);

        Assert.False(limit.IsCancellationRequested);
        Assert.Empty(shop.Logs.Errors);
    }

    private static Dictionary<string, string?> Behind(TcpProxy proxy, Shop shop) =>
        new()
        {
            ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy),
            ["Messaging:Outbox:PublishTimeout"] = "00:00:02",
            ["Messaging:Outbox:PollInterval"] = "00:00:01",
            ["Messaging:Outbox:AgeLimit"] = "00:00:00.500",
            ["Messaging:Outbox:MeasureInterval"] = "00:00:00.100",
        };

    private static Task<HealthStatus> MessagingAsync(IHost host) => HealthAsync(host, "messaging");

    private static async Task<HealthStatus> HealthAsync(IHost host, string check)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries[check].Status;
    }
}
