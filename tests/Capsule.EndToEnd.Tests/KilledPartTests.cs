using System.Collections.Concurrent;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

/// <summary>kill -9 of any one service or server while people sign up: a sign-up is answered with an error or takes effect everywhere.</summary>
public sealed class KilledPartTests
{
    /// <summary>A piece of the command line of each part's process.</summary>
    public static TheoryData<string> Parts =>
    [
        "net10.0/Capsule.Auth",
        "net10.0/Capsule.Billing",
        "net10.0/Capsule.Deploy",
        "net10.0/Capsule.Monitor",
        "auth_db_data",
        "billing_db_data",
        "deploy_db_data",
        "monitor_db_data",
        "redis-server",
        "beam.smp",
    ];

    [Fact]
    public Task No_user_is_lost_when_a_service_the_broker_and_a_database_are_killed() =>
        KillWhileSigningUpAsync(users: 40, "net10.0/Capsule.Billing", "beam.smp", "auth_db_data");

    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Category", "Soak")]
    public Task No_user_is_lost_whichever_part_is_killed(string program) => KillWhileSigningUpAsync(users: 200, program);

    // One part after another is killed, at even distances among the sign-ups.
    private static async Task KillWhileSigningUpAsync(int users, params string[] programs)
    {
        var data = RunningSystem.NewDataRoot();
        try
        {
            var signUps = new SignUps();
            await using (var system = await RunningSystem.StartAsync(data))
            {
                var lanes = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => signUps.RunAsync(system, lane, users / 4)));
                for (var part = 0; part < programs.Length; part++)
                {
                    var before = users * (part + 1) / (programs.Length + 3);
                    await Eventually.TrueAsync(() => signUps.Answered >= before, $"{before} sign-ups are answered.");
                    Victim(system, programs[part]).Kill();
                }

                await lanes;
                await system.Host.StopAsync(TimeSpan.FromSeconds(90));
            }

            await using (var system = await RunningSystem.StartAsync(data))
            {
                await AssertEverywhereAsync(system, signUps.Accepted);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // Not the shell that runs a server's script, nor DCP's process that watches it: their command lines name it, too.
    private static RunningProcess Victim(RunningSystem system, string program) => system.Host.Descendants().First(
        process => process.CommandLine.Contains(program, StringComparison.Ordinal)
            && !process.CommandLine.StartsWith("/bin/sh", StringComparison.Ordinal)
            && !process.CommandLine.Contains("dcp ", StringComparison.Ordinal));

    // Also a sign-up that was answered with an error may have committed: then it, too, takes effect everywhere, once.
    private static async Task AssertEverywhereAsync(RunningSystem system, IReadOnlyCollection<Guid> accepted)
    {
        var users = await system.QueryAsync<Guid[]>("auth", "select array_agg(id order by id) from auth.users where email <> 'admin@capsule.local'");
        Assert.Empty(accepted.Except(users));
        Assert.NotEmpty(accepted);

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

    private sealed class SignUps
    {
        private readonly ConcurrentBag<Guid> _accepted = [];
        private int _answered;

        public IReadOnlyCollection<Guid> Accepted => _accepted;

        public int Answered => Volatile.Read(ref _answered);

        public async Task RunAsync(RunningSystem system, int lane, int users)
        {
            for (var user = 0; user < users; user++)
            {
                try
                {
                    _accepted.Add(await system.SignUpAsync($"user-{lane}-{user}@example.com"));
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    // Answered with an error or not at all: the caller knows that it may not have worked.
                }

                Interlocked.Increment(ref _answered);
            }
        }
    }
}
