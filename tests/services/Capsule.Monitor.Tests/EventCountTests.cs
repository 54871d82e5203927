using System.Net;
using System.Net.Http.Json;
using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Monitor.Events;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Monitor.Tests;

public sealed class EventCountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Events_are_counted_per_type_and_hour_in_which_they_occurred()
    {
        await using var monitor = await MonitorHost.StartAsync();

        await PublishAsync(
            monitor,
            new UserRegistered(Guid.CreateVersion7(), "a@example.com", "A", Noon.AddMinutes(59)),
            new UserRegistered(Guid.CreateVersion7(), "b@example.com", "B", Noon),
            new UserRegistered(Guid.CreateVersion7(), "c@example.com", "C", Noon.AddHours(1)),
            new SubscriptionActivated(Guid.CreateVersion7(), Guid.CreateVersion7(), "free", Noon),
            new DeploymentRequested(Guid.CreateVersion7(), Guid.CreateVersion7(), "site", "nginx", 100, 64, Noon)
        );

        await Eventually.TrueAsync(
            async () => await monitor.QueryAsync<long>("select coalesce(sum(count), 0)::bigint from monitor.event_counts") == 5,
            "All five are counted."
        );
        var users = await CountAsync(monitor, "UserRegistered", Noon, Noon.AddHours(2));
        Assert.Equal(3, users.Total);
        Assert.Equal([new HourCount(Noon, 2), new HourCount(Noon.AddHours(1), 1)], users.Hours);
        Assert.Equal(1, (await CountAsync(monitor, "UserRegistered", Noon.AddHours(1), Noon.AddHours(2))).Total);
        Assert.Equal(1, (await CountAsync(monitor, "DeploymentRequested", Noon, Noon.AddHours(1))).Total);
        Assert.Equal(0, (await CountAsync(monitor, "Nothing", Noon, Noon.AddHours(1))).Total);
    }

    [Fact]
    public async Task Without_a_range_the_last_day_is_counted()
    {
        await using var monitor = await MonitorHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        await PublishAsync(
            monitor,
            new UserRegistered(Guid.CreateVersion7(), "a@example.com", "A", now),
            new UserRegistered(Guid.CreateVersion7(), "b@example.com", "B", now.AddDays(-3))
        );

        await Eventually.TrueAsync(
            async () => await monitor.QueryAsync<long>("select count(*) from monitor.inbox_messages") == 2,
            "Both are consumed."
        );
        Assert.Equal(1, (await monitor.Client.GetFromJsonAsync<EventCountResponse>("/api/events/count?type=UserRegistered"))!.Total);
    }

    [Theory]
    [InlineData("", "type")]
    [InlineData("?type=UserRegistered&from=yesterday", "from")]
    [InlineData("?type=UserRegistered&to=1", "to")]
    [InlineData("?type=UserRegistered&from=2026-11-20T12:00:00Z&to=2026-11-20T11:00:00Z", "from")]
    [InlineData("?type=UserRegistered&from=2020-01-01T00:00:00Z", "from")]
    public async Task A_range_that_makes_no_sense_is_a_bad_request(string query, string field)
    {
        await using var monitor = await MonitorHost.StartAsync();

        var response = await monitor.Client.GetAsync($"/api/events/count{query}");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }

    private static async Task<EventCountResponse> CountAsync(
        ServiceHost<Program> monitor,
        string type,
        DateTimeOffset from,
        DateTimeOffset to
    ) =>
        (
            await monitor.Client.GetFromJsonAsync<EventCountResponse>(
                $"/api/events/count?type={type}&from={from.UtcDateTime:O}&to={to.UtcDateTime:O}"
            )
        )!;

    private static Task PublishAsync(ServiceHost<Program> monitor, params object[] events) =>
        monitor.InScopeAsync(async services =>
        {
            foreach (var @event in events)
            {
                services.GetRequiredService<IEventPublisher>().Publish(@event);
            }

            await services.GetRequiredService<MonitorDbContext>().SaveChangesAsync();
        });
}
