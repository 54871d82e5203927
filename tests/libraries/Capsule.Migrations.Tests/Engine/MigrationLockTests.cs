using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

public sealed class MigrationLockTests
{
    [Fact]
    public async Task Of_two_migrators_one_works_and_the_other_finds_nothing_to_do()
    {
        await using var run = await SampleRun.CreateAsync();

        var reports = await Task.WhenAll(run.MigrateAsync(), run.MigrateAsync(), run.MigrateAsync());

        Assert.Equal([0, 0, SampleRun.LibrarySteps.Length + 2], reports.Select(report => report.Applied.Count).Order());
        Assert.Equal(SampleRun.LibrarySteps.Length + 2L, await run.AsApiAsync<long>("select count(*) from sample.__ef_migrations_history"));
    }

    [Fact]
    public async Task One_that_waits_says_for_whom_and_gives_up_at_its_deadline()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var blocked = await BlockedMigration.StartAsync(run);

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync(lockWait: TimeSpan.FromMilliseconds(100)));

        Assert.Equal(MigrationErrorKind.LockTimeout, error.Kind);
        Assert.Contains("sample-migrations", error.Message);
        Assert.Contains(run.Progress, line => line.StartsWith("waiting for another migrator (session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_waits_goes_on_when_the_other_is_done()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var blocked = await BlockedMigration.StartAsync(run);

        var waiting = run.MigrateAsync();
        await blocked.ReleaseAsync();
        await blocked.Process.WaitForExitAsync();

        Assert.Equal(0, blocked.Process.ExitCode);
        Assert.Contains("applied 20261121105545_AddReadings in", await blocked.Process.StandardOutput.ReadToEndAsync());
        Assert.Empty((await waiting).Applied);
    }

    // spinnaker/spinnaker#6625, liquibase/liquibase#1311
    [Fact, Trait("Case", "A-MIG-19")]
    public async Task Killed_in_the_middle_it_leaves_no_lock_and_no_trace()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var blocked = await BlockedMigration.StartAsync(run);

        blocked.Process.Kill();
        await blocked.Process.WaitForExitAsync();
        // The table it waited for stays locked: the server notices by itself that the client is gone.
        await Eventually.TrueAsync(async () => !await BlockedMigration.HasSessionAsync(run), "the server ends the session");

        Assert.Equal(
            0L,
            await run.AsOwnerAsync<long>(
                "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
            )
        );
        Assert.False(await run.AsOwnerAsync<bool>("select to_regclass('sample.readings') is not null"));
        await blocked.ReleaseAsync();
        Assert.Single((await run.MigrateAsync()).Applied);
    }

    [Fact]
    public async Task Told_to_stop_it_rolls_back_and_says_so()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var blocked = await BlockedMigration.StartAsync(run);

        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{blocked.Process.Id}"]);
        await blocked.Process.WaitForExitAsync();

        Assert.Equal((int)BundleExitCode.Cancelled, blocked.Process.ExitCode);
        Assert.Contains("rolled back", await blocked.Process.StandardError.ReadToEndAsync());
        Assert.False(await run.AsOwnerAsync<bool>("select to_regclass('sample.readings') is not null"));
    }

    [Fact]
    public async Task A_service_can_ask_for_its_status_while_a_migration_runs()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var blocked = await BlockedMigration.StartAsync(run);
        await using var source = NpgsqlDataSource.Create(run.ApiConnectionString());

        var status = await new Data.DatabaseStatusReader(source, "sample", ["20261121105545_AddReadings"])
            .ReadAsync()
            .WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["20261121105545_AddReadings"], status.Pending);
    }

    [Fact]
    public async Task One_that_waits_does_not_block_an_index_that_is_built_concurrently()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>("create table t (id int)");
        await using var working = new NpgsqlConnection(run.ConnectionString);
        await working.OpenAsync();
        await MigrationLock.TakeAsync(working, run.Options(), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await using var other = new NpgsqlConnection(run.ConnectionString);
        await other.OpenAsync();
        var waiting = MigrationLock.TakeAsync(other, run.Options(), stop.Token);

        await using var index = new NpgsqlCommand("create index concurrently on t (id)", working) { CommandTimeout = 20 };
        await index.ExecuteNonQueryAsync();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // cacheplane/b4run#709, JasperFx/weasel#282
    [Fact, Trait("Case", "A-MIG-08")]
    public async Task Five_migrators_at_once_create_the_schema_of_an_empty_database()
    {
        await using var run = await SampleRun.CreateAsync();

        var reports = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.MigrateAsync()));

        Assert.Equal([0, 0, 0, 0, SampleRun.LibrarySteps.Length + 2], reports.Select(report => report.Applied.Count).Order());
    }

    [Fact, Trait("Case", "A-MIG-08"), Trait("Category", "Soak")]
    public async Task Five_processes_at_once_create_the_schema_of_an_empty_database_twenty_times()
    {
        for (var time = 0; time < 20; time++)
        {
            await using var migrator = await Kill.KilledMigrator.CreateAsync();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => migrator.FinishAsync()));
        }
    }
}
