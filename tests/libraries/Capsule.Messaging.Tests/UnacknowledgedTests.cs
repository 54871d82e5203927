using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

/// <summary>The channel is gone after the work and before the acknowledgement, so that the message comes again.</summary>
public sealed class UnacknowledgedTests
{
    [Fact]
    public async Task A_message_whose_effect_is_committed_has_no_second_one()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var host = await StartAsync<RecordingConsumer>(shop, proxy);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        proxy.SwallowRequests = true;
        await shop.SendOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        Again(proxy);

        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 1, "the message comes again", TimeSpan.FromSeconds(60));
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 0, "an empty queue");
    }

    [Fact]
    public async Task A_message_that_was_put_aside_is_put_aside_once()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("never") };
        await StartAsync<FaultyConsumer>(
            shop,
            proxy,
            faults,
            new() { ["Messaging:Retry:Limit"] = "0", ["Messaging:Redelivery:Intervals"] = "" }
        );

        proxy.SwallowRequests = true;
        var order = await shop.SendOrderAsync(1);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the dead letter");
        Again(proxy);

        await Eventually.TrueAsync(() => faults.AttemptsOf(order) == 2, "the message comes again", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 0, "an empty queue");
        Assert.Single(await shop.DeadLettersAsync());
    }

    private static void Again(TcpProxy proxy)
    {
        proxy.Cut();
        proxy.SwallowRequests = false;
        proxy.Restore();
    }

    private static async Task<IHost> StartAsync<TConsumer>(
        Shop shop,
        TcpProxy proxy,
        Faults? faults = null,
        Dictionary<string, string?>? settings = null
    )
        where TConsumer : class
    {
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<TConsumer>(),
            builder => builder.Services.AddSingleton(faults ?? new Faults()),
            new(settings ?? []) { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy) }
        );
        await host.ReadyAsync();
        return host;
    }
}
