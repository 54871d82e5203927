using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Lag_and_dead_letters_are_measured()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("never") };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(),
            builder => builder.Services.AddSingleton(faults),
            new()
            {
                ["Messaging:Retry:Limit"] = "0",
                ["Messaging:Redelivery:Intervals"] = "",
                ["Messaging:Outbox:MeasureInterval"] = "00:00:00.100",
            }
        );
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        faults.Only = await host.PlaceOrderAsync(1);
        await host.PlaceOrderAsync(2);

        await Eventually.TrueAsync(() => measured.Observe("capsule.consumer.kept_dead_letters") == 1, "the dead letter is counted");
        await Eventually.TrueAsync(
            () => measured.Recorded("capsule.consumer.lag").Length == 2,
            "the lag of the other event and of the one that its consumer published"
        );
        Assert.All(measured.Recorded("capsule.consumer.lag"), seconds => Assert.InRange(seconds, 0, 60));
    }
}
