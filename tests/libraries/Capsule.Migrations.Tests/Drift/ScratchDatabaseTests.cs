using System.Globalization;
using Capsule.Data;
using Capsule.Testing;
using Npgsql;
using static Capsule.Migrations.Tests.Drift.DriftRun;

namespace Capsule.Migrations.Tests.Drift;

/// <summary>The database that drift creates to compare with, and what becomes of it.</summary>
public sealed class ScratchDatabaseTests
{
    [Fact]
    public async Task The_scratch_database_goes_when_the_command_is_stopped_while_it_is_created()
    {
        await using var run = await MigratedAsync();
        await using var server = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { Pooling = false }.ConnectionString
        );
        await server.OpenAsync();
        using var stop = new CancellationTokenSource();
        // Whoever holds this lock keeps the server from finishing create database.
        await using (var begin = new NpgsqlCommand("begin; lock table pg_database in share mode", server))
        {
            await begin.ExecuteNonQueryAsync();
        }

        var checking = Check(run, run.Options()).RunAsync(stop.Token);
        await Eventually.TrueAsync(
            () =>
                run.AsOwnerAsync<bool>(
                    $"select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like 'create database \"{run.Name}\\_drift%')"
                ),
            "the server is creating the database"
        );
        await stop.CancelAsync();
        await Eventually.TrueAsync(
            () =>
                run.AsOwnerAsync<bool>(
                    $"select not exists (select from pg_stat_activity where query like 'create database \"{run.Name}\\_drift%' and state = 'active')"
                ),
            "the server has given up"
        );
        await server.CloseAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking);
        Assert.Equal(0L, await ScratchDatabasesAsync(run));
    }

    [Fact]
    public async Task The_scratch_database_goes_when_the_command_is_stopped()
    {
        await using var run = await MigratedAsync();
        using var stop = new CancellationTokenSource();
        var seen = 0L;
        var options = run.Options() with
        {
            Progress = _ =>
            {
                seen = ScratchDatabasesAsync(run).GetAwaiter().GetResult();
                stop.Cancel();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Check(run, options).RunAsync(stop.Token));

        Assert.Equal((1L, 0L), (seen, await ScratchDatabasesAsync(run)));
    }

    [Fact]
    public async Task The_scratch_database_goes_when_the_migrations_fail()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>($"alter role {SqlText.Identifier(run.RoleName)} createdb");

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal(BundleExitCode.RoleRefused, drift.Code);
        Assert.Equal(0L, await ScratchDatabasesAsync(run));
    }

    [Fact]
    public async Task What_a_killed_run_left_goes_after_an_hour()
    {
        await using var run = await MigratedAsync();
        string Named(int minutes) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Name}_drift_{TimeProvider.System.GetUtcNow().AddMinutes(-minutes).ToUnixTimeSeconds():x8}0123abcd"
            );
        var (old, used, young, other) = (Named(61), Named(62), Named(59), $"{Named(61)}x");
        foreach (var name in new[] { old, used, young, other })
        {
            await run.AsOwnerAsync<object>($"create database {name}");
        }

        await using var user = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { Database = used, Pooling = false }.ConnectionString
        );
        await user.OpenAsync();

        await SampleCommand.InvokeAsync(run, ["drift"]);

        var left = await run.AsOwnerAsync<string[]>(
            $"select array_agg(datname::text) from pg_database where datname like '{run.Name}\\_drift\\_%'"
        );
        foreach (var name in left!)
        {
            await run.AsOwnerAsync<object>($"drop database {name} with (force)");
        }

        Assert.Equal(new[] { young, used, other }.Order(StringComparer.Ordinal), left!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_owner_that_may_not_create_databases_says_what_to_do()
    {
        await using var run = await SampleRun.CreateAsync();
        var owner = $"owner_{Guid.NewGuid():n}";
        await run.AsOwnerAsync<object>($"create role {owner} login createrole password 'o'; alter database {run.Name} owner to {owner}");
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = owner,
            Password = "o",
            Pooling = false,
        }.ConnectionString;

        var refused = await SampleCommand.InvokeAsync(run, ["drift", "--connection", connection]);
        await run.MigrateAsync(owner: connection);
        await run.AsOwnerAsync<object>($"alter role {owner} createdb");
        var allowed = await SampleCommand.InvokeAsync(run, ["drift", "--connection", connection]);
        var byAnother = await SampleCommand.InvokeAsync(run, ["drift"]);

        await run.AsOwnerAsync<object>($"reassign owned by {owner} to current_user; drop owned by {owner}; drop role {owner}");
        Assert.Equal(BundleExitCode.Configuration, refused.Code);
        Assert.Contains($"alter role \"{owner}\" createdb", refused.Error);
        Assert.Equal((BundleExitCode.Success, BundleExitCode.Success), (allowed.Code, byAnother.Code));
    }
}
