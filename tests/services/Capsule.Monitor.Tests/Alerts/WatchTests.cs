using System.Diagnostics.Metrics;
using Capsule.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class WatchTests
{
    [Fact]
    public async Task Two_replicas_raise_an_alert_once_and_clear_it_when_the_events_have_left()
    {
        using var logs = new RecordedLogs(LogLevel.Information, "Capsule.Monitor.Alerts");
        await using var stub = await HealthStub.StartAsync();
        await using var other = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address, logs));
        await using var replica = monitor.StartReplica(Watching.Billing(other.Address, logs));
        await BothAsync(heard => heard.HeardAsync());

        await BothAsync(heard => heard.Waits(3, 72.9).HeardAsync());

        var raised = Assert.Single(await monitor.AlertsAsync());
        Assert.Equal(
            ("outbox-age", "billing", null, "3 waiting, the oldest for 00:01:12"),
            (raised.Name, raised.Service, raised.ClearedAt, raised.Detail)
        );

        await BothAsync(heard => heard.HangsUp().HeardAsync());
        await BothAsync(heard => heard.Waits(2, 60).HeardAsync());

        var cleared = Assert.Single(await monitor.AlertsAsync());
        Assert.True(cleared.ClearedAt > raised.RaisedAt);
        Assert.Equal(raised, cleared with { ClearedAt = null });
        Assert.Equal(
            [
                "Warning: Alert outbox-age raised for billing: 3 waiting, the oldest for 00:01:12",
                "Information: Alert outbox-age cleared for billing",
            ],
            logs.Entries.Where(entry => entry.Contains("Alert", StringComparison.Ordinal))
        );

        Task BothAsync(Func<HealthStub, Task> act) => Task.WhenAll(act(stub), act(other));
    }

    [Fact]
    public async Task An_alert_that_is_raised_again_is_another_one()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));
        await stub.Waits(1, 61).HeardAsync();
        await stub.Waits(0, 0).HeardAsync();

        await stub.Waits(5, 3_600).HeardAsync();

        var alerts = await monitor.AlertsAsync();
        Assert.Equal(
            [(null, "5 waiting, the oldest for 01:00:00"), (alerts[1].ClearedAt, "1 waiting, the oldest for 00:01:01")],
            alerts.Select(alert => (alert.ClearedAt, alert.Detail))
        );
        Assert.True(alerts[1].ClearedAt <= alerts[0].RaisedAt);
        Assert.NotEqual(alerts[0].Id, alerts[1].Id);
    }

    [Fact]
    public async Task Services_are_asked_with_the_secret_that_they_share()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(
            Watching.Billing(
                stub.Address,
                logs: null,
                ("Authentication:Introspection:ClientId", "services"),
                ("Authentication:Introspection:ClientSecret", "a secret: of +all")
            )
        );
        await stub.HeardAsync();

        // services:a%20secret%3A%20of%20%2Ball
        Assert.Equal("Basic c2VydmljZXM6YSUyMHNlY3JldCUzQSUyMG9mJTIwJTJCYWxs", stub.Authorizations.Distinct().Single());
    }

    [Fact]
    public async Task An_answer_that_the_next_does_not_confirm_raises_and_clears_nothing()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));

        await stub.Alternates(0, 100).HeardAsync();
        Assert.Empty(await monitor.AlertsAsync());

        await stub.Waits(1, 100).HeardAsync();
        await stub.Alternates(0, 100).HeardAsync();
        Assert.Null(Assert.Single(await monitor.AlertsAsync()).ClearedAt);
    }

    [Fact]
    public async Task An_unhealthy_service_is_heard_like_any_other()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));

        await stub.Waits(1, 61, StatusCodes.Status503ServiceUnavailable).HeardAsync();

        Assert.Single(await monitor.AlertsAsync("?open=true"));
    }

    [Fact]
    public async Task The_alert_of_a_service_that_is_no_longer_watched_is_cleared()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));
        await monitor.Database.ExecuteAsync(
            "insert into monitor.alerts (name, service, raised_at, detail) values ('outbox-age', 'notify', now(), '')"
        );

        await stub.HeardAsync();

        Assert.NotNull(Assert.Single(await monitor.AlertsAsync()).ClearedAt);
    }

    [Fact]
    public async Task The_alerts_that_are_open_are_measured()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));
        await stub.HeardAsync();
        Assert.Equal([(0L, "outbox-age")], await MeasureAsync(monitor));

        await stub.Waits(1, 61).HeardAsync();

        Assert.Equal([(1L, "outbox-age")], await MeasureAsync(monitor));
    }

    private static async Task<List<(long Value, string? Name)>> MeasureAsync(ServiceHost<Program> monitor)
    {
        var measured = new List<(long, string?)>();
        await monitor.InScopeAsync(services =>
        {
            var meter = services.GetRequiredService<IMeterFactory>().Create("Capsule.Monitor");
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "capsule.monitor.open_alerts")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) => measured.Add((value, (string?)tags[0].Value)));
            listener.Start();
            listener.RecordObservableInstruments();
            return Task.CompletedTask;
        });
        return measured;
    }
}
