using Npgsql;

namespace Capsule.Backups.Tests;

public sealed class SwapTests
{
    [Fact]
    public async Task The_restored_database_takes_the_live_ones_place_while_the_service_is_at_work()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.Backups.TakeAsync();
        await run.ExecuteAsync("delete from sample.orders");
        using var stop = new CancellationTokenSource();
        var service = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UseAsync(run.ConnectionString, stop.Token)));

        var (code, output, error) = await run.InvokeAsync("backup", "restore", "--into", run.OtherName(), "--swap");
        await stop.CancelAsync();

        Assert.Equal((0, ""), (code, error));
        var before = output.TrimEnd().Split(' ')[^1];
        run.AlsoDrop(before);
        Assert.Matches($@"^{run.Name[..20]}\w+_before_\d{{8}}_\d{{6}}$", before);
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from sample.orders"));
        Assert.Equal(0L, await run.ScalarAsync<long>("select count(*) from sample.orders", before));
        Assert.True((await service).Sum() > 0);
    }

    [Theory]
    [InlineData("--swap")]
    [InlineData("--swap", "--force")]
    [InlineData("--swap", "--confirm", "LIVE")]
    [InlineData("--swap", "--force", "--confirm", "another")]
    public async Task Outside_Development_a_swap_that_is_not_confirmed_is_refused_before_anything_changes(params string[] options)
    {
        await using var run = await BackupRun.CreateAsync();
        await run.Backups.TakeAsync();
        var into = run.OtherName();

        var (code, _, error) = await run.InvokeInAsync(
            "Production",
            null,
            ["backup", "restore", "--into", into, .. options.Select(option => option == "LIVE" ? run.Name : option)]
        );

        Assert.Equal((int)Migrations.BundleExitCode.NotConfirmed, code);
        Assert.Contains($"add --force --confirm {run.Name}", error);
        Assert.False(await run.ExistsAsync(into));
    }

    [Fact]
    public async Task A_restore_into_a_database_that_exists_is_refused()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.Backups.TakeAsync();
        await run.ExecuteAsync("delete from sample.orders");
        var other = run.OtherName();
        await run.ScalarAsync<object>($"create database {other}", "postgres");

        var live = await run.InvokeAsync("backup", "restore", "--into", run.Name);
        var existing = await run.InvokeAsync("backup", "restore", "--into", other, "--swap");

        Assert.Equal(
            ((int)Migrations.BundleExitCode.BackupFailed, (int)Migrations.BundleExitCode.BackupFailed),
            (live.Code, existing.Code)
        );
        Assert.Contains($"\"{run.Name}\" is the live database. Restore into a new one, and put that in its place with --swap.", live.Error);
        Assert.Contains($"The database \"{other}\" exists. A backup is restored into a new one only.", existing.Error);
        Assert.Equal(0L, await run.ScalarAsync<long>("select count(*) from sample.orders"));
        Assert.True(await run.ExistsAsync(other));
    }

    [Fact]
    public async Task When_the_second_rename_fails_the_live_database_has_its_name_again()
    {
        await using var run = await BackupRun.CreateAsync();

        var failure = await Assert.ThrowsAsync<PostgresException>(() =>
            new DatabaseSwap(run.Owner, run.Options).RunAsync("no_such_database", default)
        );

        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, failure.SqlState);
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from sample.orders"));
    }

    [Fact]
    public async Task A_restore_in_place_that_cannot_be_swapped_leaves_nothing_behind()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("createdb");
        await using var disposed = run;
        var backup = await run.Backups.TakeAsync();
        var into = run.OtherName();
        // A session of a role that the owner has no power over.
        await using var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { Pooling = false }.ConnectionString
        );
        await holder.OpenAsync();

        var failure = await Assert.ThrowsAsync<BackupException>(() =>
            new ServiceBackups(owner, run.Options).RestoreInPlaceAsync(backup, into)
        );

        Assert.Equal(BackupFault.Failed, failure.Fault);
        Assert.Contains("Stop the service first, or as a superuser: grant pg_signal_backend to", failure.Message);
        Assert.False(await run.ExistsAsync(into));
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from sample.orders"));
    }

    /// <summary>A service that asks on and on, connecting anew whenever its session is ended; returns how often it was answered.</summary>
    private static async Task<int> UseAsync(string connectionString, CancellationToken stop)
    {
        var answered = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(CancellationToken.None);
                await using var command = new NpgsqlCommand("select count(*) from sample.accounts", connection);
                Assert.Equal(40L, await command.ExecuteScalarAsync(CancellationToken.None));
                answered++;
            }
            catch (NpgsqlException)
            {
                // Ended, or not let in: again.
            }
        }

        return answered;
    }
}
