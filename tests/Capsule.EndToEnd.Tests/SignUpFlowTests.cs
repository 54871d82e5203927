using System.Net;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

public sealed class SignUpFlowTests
{
    [Fact]
    public async Task A_sign_up_takes_effect_in_every_database_and_nothing_is_left_after_the_stop()
    {
        await using var system = await RunningSystem.StartAsync();

        var user = await system.SignUpAsync("ada@example.com");
        await system.SignInAsync("ada@example.com");
        await Eventually.TrueAsync(
            async () => (await system.GetAsync("deploy", $"/api/quotas/{user}")).StatusCode == HttpStatusCode.OK, "The user has a quota.");
        var deployment = await system.PostAsync("deploy", "/api/deployments", new { name = "site", image = "nginx:1.27" });
        Assert.Equal(HttpStatusCode.Created, deployment.StatusCode);
        await system.SignInAsAdministratorAsync();
        await Eventually.TrueAsync(async () => await CountAsync(system, "MigrationApplied") == Migrations(), "monitor counts the migrations of each service.");
        foreach (var type in new[] { "UserRegistered", "SubscriptionActivated", "DeploymentRequested" })
        {
            await Eventually.TrueAsync(async () => await CountAsync(system, type) == 1, $"monitor counts one {type}.");
        }

        Assert.Equal(user, await system.QueryAsync<Guid>("auth", "select id from auth.users where email = 'ADA@example.com'"));
        Assert.Equal(user, await system.QueryAsync<Guid>("billing", "select user_id from billing.customers"));
        Assert.Equal("free", await system.QueryAsync<string>("deploy", $"select plan from deploy.quotas where user_id = '{user}'"));
        Assert.Equal(user, await system.QueryAsync<Guid>("deploy", "select user_id from deploy.deployments where name = 'site'"));
        Assert.Equal(3L, await system.QueryAsync<long>("monitor", "select count(*) from monitor.event_counts where type not like 'Migration%'"));

        Assert.Equal(0, await system.Host.StopAsync(TimeSpan.FromSeconds(90)));
        await Eventually.TrueAsync(() => system.Host.Descendants().Count == 0, $"Nothing is left: {string.Join("; ", system.Host.Descendants())}");
    }

    [Fact]
    public async Task Killing_the_AppHost_leaves_nothing_behind_and_a_sign_up_just_before_takes_effect_after_the_next_start()
    {
        var data = RunningSystem.NewDataRoot();
        try
        {
            Guid user;
            await using (var system = await RunningSystem.StartAsync(data))
            {
                user = await system.SignUpAsync("grace@example.com");

                system.Host.Kill();

                await Eventually.TrueAsync(
                    () => system.Host.Descendants().Count == 0,
                    $"Nothing is left of the killed AppHost: {string.Join("; ", system.Host.Descendants())}");
            }

            await using (var system = await RunningSystem.StartAsync(data))
            {
                Assert.Equal(user, await system.SignInAsync("grace@example.com"));
                await AssertTakesEffectAsync(system, user);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // The broker was killed too: connections back off for up to half a minute before consumers are back.
    private static async Task AssertTakesEffectAsync(RunningSystem system, Guid user)
    {
        try
        {
            await Eventually.TrueAsync(
                async () => (await system.GetAsync("deploy", $"/api/quotas/{user}")).StatusCode == HttpStatusCode.OK,
                "The sign-up before the kill takes effect everywhere.",
                TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException exception)
        {
            var outbox = await system.QueryAsync<string>("auth", "select json_agg(o)::text from auth.outbox_messages o");
            var next = await system.QueryAsync<string>("billing", "select json_agg(o)::text from billing.outbox_messages o");
            var customers = await system.QueryAsync<long>("billing", "select count(*) from billing.customers");
            var counted = await system.QueryAsync<long>("monitor", "select count(*) from monitor.inbox_messages");
            throw new InvalidOperationException($"auth's outbox {outbox}; billing's {next}; {customers} customers in billing; {counted} messages consumed by monitor", exception);
        }
    }

    private static async Task<long> CountAsync(RunningSystem system, string type) =>
        (await system.GetJsonAsync("monitor", $"/api/events/count?type={type}")).GetProperty("total").GetInt64();

    private static int Migrations() => Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "services"), "migrations.lock", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Migrations")
        .Sum(file => File.ReadLines(file).Count(line => line.Length > 0 && line[0] != '#'));
}
