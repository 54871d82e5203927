using System.Collections.Concurrent;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

/// <summary>kill -9 of any one service or server while people sign up: a sign-up is answered with an error or takes effect everywhere.</summary>
public sealed class KilledPartTests
{
    /// <summary>What a part's process can be told by: a piece of its command line.</summary>
    public static TheoryData<string, string> Parts => new()
    {
        { "auth", "net10.0/Capsule.Auth" },
        { "billing", "net10.0/Capsule.Billing" },
        { "deploy", "net10.0/Capsule.Deploy" },
        { "monitor", "net10.0/Capsule.Monitor" },
        { "auth-postgres", "auth_db_data" },
        { "billing-postgres", "billing_db_data" },
        { "deploy-postgres", "deploy_db_data" },
        { "monitor-postgres", "monitor_db_data" },
        { "redis", "redis-server" },
        { "messaging", "beam.smp" },
    };

    [Theory]
    [InlineData("billing", "net10.0/Capsule.Billing")]
    [InlineData("messaging", "beam.smp")]
    [InlineData("auth-postgres", "auth_db_data")]
    public Task No_user_is_lost_when_a_part_is_killed(string part, string program) => KillWhileSigningUpAsync(part, program, users: 40);

    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Category", "Soak")]
    public Task No_user_is_lost_whichever_part_is_killed(string part, string program) => KillWhileSigningUpAsync(part, program, users: 200);

    private static async Task KillWhileSigningUpAsync(string part, string program, int users)
    {
        var data = RunningSystem.NewDataRoot();
        try
        {
            var accepted = new ConcurrentBag<Guid>();
            await using (var system = await RunningSystem.StartAsync(data))
            {
                var signUps = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => SignUpAsync(system, accepted, lane, users / 4)));
                await Eventually.TrueAsync(() => accepted.Count >= users / 4, "A quarter has signed up.");

                var victim = system.Host.Descendants().Where(process => process.CommandLine.Contains(program, StringComparison.Ordinal) && !process.CommandLine.StartsWith("/bin/sh", StringComparison.Ordinal))
                    .First(static process => !process.CommandLine.Contains("dcp ", StringComparison.Ordinal));
                victim.Kill();

                await signUps;
                await system.Host.StopAsync(TimeSpan.FromSeconds(90));
            }

            await using (var system = await RunningSystem.StartAsync(data))
            {
                await AssertEverywhereAsync(system, accepted, part);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task SignUpAsync(RunningSystem system, ConcurrentBag<Guid> accepted, int lane, int users)
    {
        for (var user = 0; user < users; user++)
        {
            try
            {
                accepted.Add(await system.SignUpAsync($"user-{lane}-{user}@example.com"));
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Answered with an error or not at all: the caller knows that it may not have worked.
            }
        }
    }

    // Also a sign-up that was answered with an error may have committed: then it, too, takes effect everywhere, once.
    private static async Task AssertEverywhereAsync(RunningSystem system, ConcurrentBag<Guid> accepted, string part)
    {
        var users = await system.QueryAsync<Guid[]>("auth", "select array_agg(id order by id) from auth.users where email <> 'admin@capsule.local'");
        Assert.Empty(accepted.Except(users));
        Assert.True(!accepted.IsEmpty, $"Nobody could sign up while {part} was killed.");

        await Eventually.TrueAsync(
            async () => await CountedAsync(system, "UserRegistered") >= users.Length
                && await CountedAsync(system, "SubscriptionActivated") >= users.Length
                && await system.QueryAsync<long>("deploy", "select count(*) from deploy.quotas") >= users.Length,
            $"{users.Length} users take effect everywhere.",
            TimeSpan.FromMinutes(2));

        Assert.Equal(users, await system.QueryAsync<Guid[]>("billing", "select array_agg(user_id order by user_id) from billing.customers"));
        Assert.Equal(users, await system.QueryAsync<Guid[]>("deploy", "select array_agg(user_id order by user_id) from deploy.quotas"));
        Assert.Equal(users.Length, await CountedAsync(system, "UserRegistered"));
        Assert.Equal(users.Length, await CountedAsync(system, "SubscriptionActivated"));
    }

    private static Task<long> CountedAsync(RunningSystem system, string type) =>
        system.QueryAsync<long>("monitor", $"select coalesce(sum(count), 0)::bigint from monitor.event_counts where type = '{type}'");
}
