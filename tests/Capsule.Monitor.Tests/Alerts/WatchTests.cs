using System.Diagnostics.Metrics;
using Capsule.Monitor.Alerts;
using Capsule.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class WatchTests
{
    [Fact]
    public async Task Two_replicas_raise_an_alert_once_and_clear_it_when_the_events_have_left()
    {
        using var logs = new RecordedLogs();
        await using var stub = await HealthStub.StartAsync();
        await using var other = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address, logs));
        await using var replica = monitor.StartReplica(Watching.Billing(other.Address, logs));
        await BothAsync(_ => { });

        await BothAsync(heard => heard.Waits(3, 72.9));

        var raised = Assert.Single(await monitor.AlertsAsync());
        Assert.Equal(("outbox-age", "billing", null, "3 waiting, the oldest for 00:01:12"), (raised.Name, raised.Service, raised.ClearedAt, raised.Detail));

        await BothAsync(heard => heard.HangsUp());
        await BothAsync(heard => heard.Waits(2, 60));

        var cleared = Assert.Single(await monitor.AlertsAsync());
        Assert.True(cleared.ClearedAt > raised.RaisedAt);
        Assert.Equal(raised, cleared with { ClearedAt = null });
        Assert.Equal(
            ["Warning: Alert outbox-age raised for billing: 3 waiting, the oldest for 00:01:12", "Information: Alert outbox-age cleared for billing"],
            logs.Entries.Where(entry => entry.Contains("Alert", StringComparison.Ordinal)));

        Task BothAsync(Action<HealthStub> now)
        {
            now(stub);
            now(other);
            return Task.WhenAll(stub.HeardAsync(), other.HeardAsync());
        }
    }

    [Fact]
    public async Task An_alert_that_is_raised_again_is_another_one()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));
        await AfterAsync(stub, () => stub.Waits(1, 61));
        await AfterAsync(stub, () => stub.Waits(0, 0));

        await AfterAsync(stub, () => stub.Waits(5, 3_600));

        var alerts = await monitor.AlertsAsync();
        Assert.Equal([(null, "5 waiting, the oldest for 01:00:00"), (alerts[1].ClearedAt, "1 waiting, the oldest for 00:01:01")], alerts.Select(alert => (alert.ClearedAt, alert.Detail)));
        Assert.True(alerts[1].ClearedAt <= alerts[0].RaisedAt);
        Assert.NotEqual(alerts[0].Id, alerts[1].Id);
    }

    [Fact]
    public async Task An_answer_that_the_next_does_not_confirm_raises_and_clears_nothing()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));

        await AfterAsync(stub, () => stub.Alternates(0, 100));
        Assert.Empty(await monitor.AlertsAsync());

        await AfterAsync(stub, () => stub.Waits(1, 100));
        await AfterAsync(stub, () => stub.Alternates(0, 100));
        Assert.Null(Assert.Single(await monitor.AlertsAsync()).ClearedAt);
    }

    [Fact]
    public async Task An_unhealthy_service_is_heard_like_any_other()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));

        await AfterAsync(stub, () => stub.Waits(1, 61, StatusCodes.Status503ServiceUnavailable));

        Assert.Single(await monitor.AlertsAsync("?open=true"));
    }

    [Theory]
    [InlineData("hangs up")]
    [InlineData("is silent")]
    [InlineData("<html>")]
    public async Task A_service_that_does_not_answer_changes_nothing_and_is_logged_once(string answer)
    {
        using var logs = new RecordedLogs();
        await using var stub = await HealthStub.StartAsync();
        stub.Waits(0, 0);
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address, logs, ("Monitor:Watch:Timeout", "00:00:00.100")));

        await AfterAsync(stub, Misbehave);
        Assert.Empty(await monitor.AlertsAsync());

        await AfterAsync(stub, () => stub.Waits(1, 61));
        await AfterAsync(stub, Misbehave);
        Assert.Null(Assert.Single(await monitor.AlertsAsync()).ClearedAt);
        Assert.Collection(
            logs.Entries,
            entry => Assert.StartsWith("Warning: billing does not say how long its events wait: ", entry, StringComparison.Ordinal),
            entry => Assert.Equal("Information: billing says again how long its events wait", entry),
            entry => Assert.StartsWith("Warning: Alert outbox-age raised for billing", entry, StringComparison.Ordinal),
            entry => Assert.StartsWith("Warning: billing does not say how long its events wait: ", entry, StringComparison.Ordinal));

        void Misbehave()
        {
            switch (answer)
            {
                case "hangs up":
                    stub.HangsUp();
                    break;
                case "is silent":
                    stub.IsSilent();
                    break;
                default:
                    stub.Says(answer);
                    break;
            }
        }
    }

    [Fact]
    public async Task An_answer_that_does_not_tell_the_age_changes_nothing()
    {
        string[] answers =
        [
            """{"checks":{"outbox":{"data":{"depth":1,"oldest_age_seconds":""",
            """{"checks":{"outbox":{"data":{"depth":1,"oldest_age_seconds":"long"}}}}""",
            """{"checks":{"outbox":{"data":{"depth":1,"oldest_age_seconds":-1}}}}""",
            """{"checks":{"outbox":{"data":{"depth":1,"oldest_age_seconds":1e400}}}}""",
            """{"checks":{"outbox":{"data":{"oldest_age_seconds":100}}}}""",
            """{"checks":{"outbox":{"status":"Healthy","description":"not measured yet"}}}""",
            """{"checks":{"database":{"status":"Healthy"}}}""",
            """{"type":"about:blank","status":404}""",
            "null",
            "",
        ];
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));

        await AssertAllAsync(found => found.Count == 0);
        await AfterAsync(stub, () => stub.Waits(1, 61));
        await AssertAllAsync(found => found is [{ ClearedAt: null }]);

        async Task AssertAllAsync(Predicate<IReadOnlyList<AlertResponse>> condition)
        {
            foreach (var answer in answers)
            {
                await AfterAsync(stub, () => stub.Says(answer));
                var found = await monitor.AlertsAsync();
                Assert.True(condition(found), $"{answer} led to {string.Join(", ", found)}");
            }
        }
    }

    [Fact]
    public async Task The_alert_of_a_service_that_is_no_longer_watched_is_cleared()
    {
        await using var stub = await HealthStub.StartAsync();
        await using var monitor = await MonitorHost.StartAsync(Watching.Billing(stub.Address));
        await monitor.Database.ExecuteAsync("insert into monitor.alerts (name, service, raised_at, detail) values ('outbox-age', 'notify', now(), '')");

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

        await AfterAsync(stub, () => stub.Waits(1, 61));

        Assert.Equal([(1L, "outbox-age")], await MeasureAsync(monitor));
    }

    private static async Task AfterAsync(HealthStub stub, Action now)
    {
        now();
        await stub.HeardAsync();
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
