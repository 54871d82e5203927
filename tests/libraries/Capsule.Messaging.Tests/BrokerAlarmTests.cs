using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class BrokerAlarmTests
{
    [Fact]
    public async Task While_the_brokers_disk_is_full_work_is_accepted_and_afterwards_all_of_it_takes_effect_once()
    {
        await using var broker = await OwnServer.StartBrokerAsync();
        await using var shop = await Shop.OpenAsync(broker.Address);
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new()
            {
                ["Messaging:Outbox:PublishTimeout"] = "00:00:01",
                ["Messaging:Outbox:MinRetryInterval"] = "00:00:00.500",
                ["Messaging:Outbox:MaxRetryInterval"] = "00:00:02",
                ["Messaging:Outbox:AgeLimit"] = "00:00:01",
                ["Messaging:Outbox:MeasureInterval"] = "00:00:00.200",
            }
        );
        await host.PlaceOrderAsync(1);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the first effect", TimeSpan.FromSeconds(60));

        await broker.RunToolAsync("set_disk_free_limit", "1000000GB");
        for (var i = 2; i <= 20; i++)
        {
            await host.PlaceOrderAsync(i);
        }

        await Eventually.TrueAsync(async () => await OutboxAsync(host) == HealthStatus.Degraded, "events that are too old");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
        await broker.RunToolAsync("set_disk_free_limit", "50MB");

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 20, "all effects", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(
            async () => (await shop.OutboxAsync("shop")).TrueForAll(message => message.DeliveredAt is not null),
            "all marks",
            TimeSpan.FromSeconds(60)
        );
        await Eventually.TrueAsync(async () => await OutboxAsync(host) == HealthStatus.Healthy, "healthy");
        Assert.Equal(20, await shop.CountEffectsAsync("shop"));
    }

    private static async Task<HealthStatus> OutboxAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["outbox"].Status;
}
