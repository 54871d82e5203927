using Capsule.Testing;
using Capsule.Workers.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Workers.Tests;

public sealed class LeaseTests
{
    [Fact]
    public async Task Of_two_replicas_one_works_and_the_other_stands_by_in_health()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await Replica.StartAsync(database.ConnectionString);
        await first.WorksAsync();
        await using var second = await Replica.StartAsync(database.ConnectionString);

        await Eventually.TrueAsync(
            async () => (await second.HealthAsync()).Description == "another replica holds the lease",
            "the second stands by"
        );

        Assert.Equal(0, second.Sweeper.Runs);
        Assert.Equal(HealthStatus.Healthy, (await second.HealthAsync()).Status);
    }

    [Fact]
    public async Task When_the_holder_stops_the_other_takes_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await Replica.StartAsync(database.ConnectionString);
        await first.WorksAsync();
        await using var second = await Replica.StartAsync(database.ConnectionString);

        await first.DisposeAsync();

        await second.WorksAsync();
    }

    [Fact]
    public async Task When_the_holders_connection_ends_exactly_one_replica_works_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await Replica.StartAsync(database.ConnectionString);
        await first.WorksAsync();
        await using var second = await Replica.StartAsync(database.ConnectionString);

        await database.EndSessionsAsync(
            "exists (select from pg_locks where pg_locks.pid = pg_stat_activity.pid and locktype = 'advisory' and granted)"
        );

        await Replica.ExactlyOneWorksAsync(first, second);
    }

    [Fact]
    public async Task When_the_database_was_killed_exactly_one_replica_works_again()
    {
        await using var server = await OwnServer.StartPostgresAsync();
        await using var first = await Replica.StartAsync(server.Address);
        await first.WorksAsync();
        await using var second = await Replica.StartAsync(server.Address);

        await server.KillAsync();
        await Eventually.TrueAsync(() => first.Sweeper.State.Failures > 0 && second.Sweeper.State.Failures > 0, "both notice");
        await server.StartAsync();

        await Replica.ExactlyOneWorksAsync(first, second);
    }

    [Fact]
    public async Task Services_that_share_a_database_have_leases_of_their_own()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await Replica.StartAsync(database.ConnectionString, schema: "orders");
        await first.WorksAsync();
        await using var second = await Replica.StartAsync(database.ConnectionString, schema: "billing");

        await second.WorksAsync();
    }
}
