using System.Collections.Concurrent;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

/// <summary>
/// kill -9 of any one service or server while people sign up: a sign-up is answered with an error or takes effect everywhere.
/// </summary>
public sealed class KilledPartTests
{
    /// <summary>A piece of the command line of each part's process.</summary>
    public static TheoryData<string> Parts =>
        [
            .. ServiceCatalogue.All.Select(service => $"net10.0/{service.Project}"),
            .. ServiceCatalogue.All.Select(service => service.Volume),
            "redis-server",
            "beam.smp",
        ];

    [Fact]
    public Task No_user_is_lost_and_nothing_left_behind_when_a_service_a_database_the_broker_and_at_last_the_AppHost_are_killed() =>
        KillWhileSigningUpAsync(
            users: 40,
            ["net10.0/Capsule.Billing", "monitor_db_data", "beam.smp"],
            async (system, signUps) =>
            {
                await signUps.RunAsync(system, lane: 4, users: 1);
                system.Host.Kill();
                await Eventually.TrueAsync(
                    () => system.Host.Descendants().Count == 0,
                    $"Nothing is left of the killed AppHost: {string.Join("; ", system.Host.Descendants())}"
                );
            }
        );

    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Category", "Soak")]
    public Task No_user_is_lost_whichever_part_is_killed(string program) =>
        KillWhileSigningUpAsync(users: 200, [program], static (system, _) => system.Host.StopAsync(TimeSpan.FromSeconds(90)));

    // One part after another is killed, at even distances among the sign-ups.
    private static async Task KillWhileSigningUpAsync(int users, string[] programs, Func<RunningSystem, SignUps, Task> endAsync)
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
                await endAsync(system, signUps);
            }

            await using (var system = await RunningSystem.StartAsync(data))
            {
                await AssertEverywhereAsync(system.Client, signUps.Accepted);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // Not the shell that runs a server's script, nor DCP's process that watches it: their command lines name it, too.
    private static RunningProcess Victim(RunningSystem system, string program) =>
        system
            .Host.Descendants()
            .First(process =>
                process.CommandLine.Contains(program, StringComparison.Ordinal)
                && !process.CommandLine.StartsWith("/bin/sh", StringComparison.Ordinal)
                && !process.CommandLine.Contains("dcp ", StringComparison.Ordinal)
            );

    // Also a sign-up that was answered with an error may have committed: then it, too, takes effect everywhere, once.
    private static async Task AssertEverywhereAsync(SystemClient client, IReadOnlyCollection<Guid> accepted)
    {
        var users = await client.QueryAsync<Guid[]>(
            "auth",
            "select array_agg(id order by id) from auth.users where email <> 'admin@capsule.local'"
        );
        Assert.Empty(accepted.Except(users));
        Assert.NotEmpty(accepted);

        await Eventually.TrueAsync(
            async () =>
                await CountedAsync(client, "UserRegistered") >= users.Length
                && await CountedAsync(client, "SubscriptionActivated") >= users.Length
                && await client.QueryAsync<long>("deploy", "select count(*) from deploy.quotas") >= users.Length,
            $"{users.Length} users take effect everywhere.",
            TimeSpan.FromMinutes(2)
        );

        Assert.Equal(
            users,
            await client.QueryAsync<Guid[]>("billing", "select array_agg(user_id order by user_id) from billing.customers")
        );
        Assert.Equal(users, await client.QueryAsync<Guid[]>("deploy", "select array_agg(user_id order by user_id) from deploy.quotas"));
        Assert.Equal(users.Length, await CountedAsync(client, "UserRegistered"));
        Assert.Equal(users.Length, await CountedAsync(client, "SubscriptionActivated"));
    }

    private static Task<long> CountedAsync(SystemClient client, string type) =>
        client.QueryAsync<long>("monitor", $"select coalesce(sum(count), 0)::bigint from monitor.event_counts where type = '{type}'");

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
                    _accepted.Add(await system.Client.SignUpAsync($"user-{lane}-{user}@example.com"));
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
