using Capsule.Messaging.Tests.Support;
using Capsule.Testing;

namespace Capsule.Messaging.Tests;

public sealed class ReconnectTests
{
    private const int Moments = 24;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_consumer_whose_connection_is_cut_at_any_moment_of_its_making_comes_back()
    {
        await using var shop = await Shop.OpenAsync();
        for (var moment = 0; moment < Moments; moment++)
        {
            await shop.CreateSchemaAsync($"shop{moment}");
        }

        var orders = await shop.StartAsync(
            "orders",
            settings: new()
            {
                ["Messaging:Subscribers:order-placed"] = string.Join(
                    ',',
                    Enumerable.Range(0, Moments).Select(moment => shop.NameOf($"shop{moment}"))
                ),
            }
        );
        await orders.PlaceOrderAsync();
        var proxies = await Task.WhenAll(
            Enumerable
                .Range(0, Moments)
                .Select(async moment =>
                {
                    var proxy = shop.ProxyBroker();
                    await shop.StartAsync(
                        $"shop{moment}",
                        bus => bus.AddConsumer<RecordingConsumer>(),
                        settings: new() { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy) }
                    );
                    await Task.Delay(moment * Between);
                    proxy.Cut();
                    proxy.Restore();
                    return proxy;
                })
        );

        await Task.WhenAll(
            Enumerable
                .Range(0, Moments)
                .Select(moment =>
                    Eventually.TrueAsync(
                        async () => await shop.CountEffectsAsync($"shop{moment}") == 1,
                        $"the effect in the consumer that was cut off after {moment * Between}",
                        Deadline
                    )
                )
        );
        await Task.WhenAll(proxies.Select(proxy => proxy.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_consumer_that_the_broker_refused_for_a_while_comes_back()
    {
        await using var broker = await OwnServer.StartBrokerAsync();
        await using var shop = await Shop.OpenAsync(broker.Address);
        await broker.RunToolAsync("add_user", "shop", "pass");
        await broker.RunToolAsync("set_permissions", "shop", ".*", ".*", ".*");
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new()
            {
                ["ConnectionStrings:messaging"] = new UriBuilder(broker.Address) { UserName = "shop", Password = "pass" }.ToString(),
                ["Messaging:ConsumerRestartAfter"] = "00:00:02",
            }
        );
        await host.ReadyAsync();

        await broker.RunToolAsync("change_password", "shop", "other");
        await broker.RunToolAsync("close_all_connections", "--vhost", "/", "password");
        await Eventually.TrueAsync(
            () => shop.Logs.Errors.Any(error => error.Contains("Cannot Retry", StringComparison.Ordinal)),
            "MassTransit gives up",
            Deadline
        );
        await broker.RunToolAsync("change_password", "shop", "pass");

        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect", Deadline);
        Assert.Contains(shop.Logs.Warnings, warning => warning.Contains("reconnecting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_stops_while_its_consumers_start_comes_to_an_end()
    {
        await using var shop = await Shop.OpenAsync();
        for (var moment = 0; moment < Moments; moment++)
        {
            await shop.CreateSchemaAsync($"shop{moment}");
        }

        await Task.WhenAll(
            Enumerable
                .Range(0, Moments)
                .Select(async moment =>
                {
                    var host = await shop.StartAsync($"shop{moment}", bus => bus.AddConsumer<RecordingConsumer>());
                    await Task.Delay(moment * Between / 4);
                    await host.StopAsync(CancellationToken.None).WaitAsync(Deadline);
                })
        );

        Assert.DoesNotContain(shop.Logs.Warnings, warning => warning.Contains("did not come to their end", StringComparison.Ordinal));
    }
}
