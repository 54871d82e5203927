using Capsule.Monitor.Alerts;
using Capsule.Testing;
using Microsoft.Extensions.Logging;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class SilentServiceTests
{
    [Theory]
    [InlineData("hangs up")]
    [InlineData("is silent")]
    [InlineData("<html>")]
    public async Task A_service_that_does_not_answer_changes_nothing_and_is_logged_once(string answer)
    {
        using var logs = new RecordedLogs(LogLevel.Information, "Capsule.Monitor.Alerts");
        await using var stub = await HealthStub.StartAsync();
        stub.Waits(0, 0);
        await using var monitor = await MonitorHost.StartAsync(
            Watching.Billing(stub.Address, logs, ("Monitor:Watch:Timeout", answer == "is silent" ? "00:00:00.500" : "00:00:05"))
        );

        await Misbehave().HeardAsync();
        Assert.Empty(await monitor.AlertsAsync());

        await stub.Waits(1, 61).HeardAsync();
        await Misbehave().HeardAsync();
        Assert.Null(Assert.Single(await monitor.AlertsAsync()).ClearedAt);
        Assert.Collection(
            logs.Entries,
            entry => Assert.StartsWith("Warning: The outbox of billing cannot be read: ", entry, StringComparison.Ordinal),
            entry => Assert.Equal("Information: The outbox of billing can be read again", entry),
            entry => Assert.StartsWith("Warning: Alert outbox-age raised for billing", entry, StringComparison.Ordinal),
            entry => Assert.StartsWith("Warning: The outbox of billing cannot be read: ", entry, StringComparison.Ordinal)
        );

        HealthStub Misbehave() =>
            answer switch
            {
                "hangs up" => stub.HangsUp(),
                "is silent" => stub.IsSilent(),
                _ => stub.Says(answer),
            };
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
        await stub.Waits(1, 61).HeardAsync();
        await AssertAllAsync(found => found is [{ ClearedAt: null }]);

        async Task AssertAllAsync(Predicate<IReadOnlyList<AlertResponse>> condition)
        {
            foreach (var answer in answers)
            {
                await stub.Says(answer).HeardAsync();
                var found = await monitor.AlertsAsync();
                Assert.True(condition(found), $"{answer} led to {string.Join(", ", found)}");
            }
        }
    }
}
