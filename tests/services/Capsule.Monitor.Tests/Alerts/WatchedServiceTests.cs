using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class WatchedServiceTests
{
    [Fact]
    public async Task What_waits_in_a_real_services_outbox_raises_an_alert_until_it_has_left()
    {
        await using var cutOff = await MonitorHost.StartAsync(
            host => Measuring(host).UseSetting("ConnectionStrings:messaging", "amqp://127.0.0.1:1"),
            listen: true
        );
        await using var monitor = await MonitorHost.StartAsync(
            Watching.Billing(cutOff.Client.BaseAddress!.ToString(), settings: ("Monitor:Watch:OutboxAge", "00:00:00.200"))
        );

        await cutOff.InScopeAsync(async services =>
        {
            services
                .GetRequiredService<IEventPublisher>()
                .Publish(new UserRegistered(Guid.CreateVersion7(), "a@example.com", "A", DateTimeOffset.UnixEpoch));
            await services.GetRequiredService<MonitorDbContext>().SaveChangesAsync();
        });

        await Eventually.TrueAsync(async () => (await monitor.AlertsAsync("?open=true")).Count == 1, "an alert");
        Assert.Matches(@"^1 waiting, the oldest for 00:00:0\d$", (await monitor.AlertsAsync())[0].Detail);

        // A replica that reaches the broker sends what the other cannot.
        await using var replica = cutOff.StartReplica(host => Measuring(host));

        await Eventually.TrueAsync(async () => (await monitor.AlertsAsync("?open=true")).Count == 0, "no alert");
        Assert.Single(await monitor.AlertsAsync("?open=false"));
    }

    private static IWebHostBuilder Measuring(IWebHostBuilder host) =>
        host.UseSetting("Messaging:Outbox:MeasureInterval", "00:00:00.050")
            .UseSetting("Messaging:Outbox:MinRetryInterval", "00:00:00.100")
            .UseSetting("Messaging:Outbox:SettleTime", "00:00:00");
}
