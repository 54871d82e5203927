using Capsule.Data;
using Capsule.Migrations.Tests.Chains;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.CommandLine;

public sealed class BackupFirstTests
{
    [Fact]
    public async Task A_migration_that_stops_where_no_rollback_reaches_is_answered_with_the_backup()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");
        await run.AskAsync<object>("insert into chain.a values (7); create table chain.gate (id int)");

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("migrate", "--backup-first");
        await using (var ended = new NpgsqlConnection(run.ConnectionString))
        {
            NpgsqlConnection.ClearPool(ended);
        }

        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.Contains("The database is restored from the backup", error);
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.steps') is not null"));
        Assert.Equal(7, await run.AskAsync<int>("select id from chain.a"));
        Assert.Equal(["A: success", "Steps: pending"], await run.StatesAsync<StepwiseContext>());
        await DropBeforeAsync(run);
    }

    [Fact]
    public async Task One_that_rolls_back_leaves_the_backup_alone_and_nothing_pending_takes_none()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");

        var (code, _, error) = await run.InvokeAsync<FailingContext>("migrate", "--backup-first");
        var output = await run.SucceedAsync<FirstContext>("migrate", "--backup-first");

        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.DoesNotContain("restored from", error);
        Assert.Contains("no backup: nothing is applied yet, or nothing is pending", output);
        Assert.Single(Directory.GetDirectories(Path.Combine(run.Backups, "chain")));
    }

    [Fact]
    public async Task The_lock_is_held_from_before_the_backup_so_that_the_second_of_two_takes_none()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");

        var outputs = await Task.WhenAll(
            run.SucceedAsync<AllContext>("migrate", "--backup-first"),
            run.SucceedAsync<AllContext>("migrate", "--backup-first")
        );

        Assert.Single(outputs, output => output.Contains("is taken and proven", StringComparison.Ordinal));
        Assert.Single(
            outputs,
            output => output.Contains("no backup: nothing is applied yet, or nothing is pending", StringComparison.Ordinal)
        );
        Assert.Single(Directory.GetDirectories(Path.Combine(run.Backups, "chain")));
    }

    [Fact]
    public async Task On_a_shared_database_nothing_runs_until_the_other_schemas_are_named()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");
        await run.AskAsync<object>("create table chain.gate (id int)");
        await AddBillingAsync(run);

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("migrate", "--backup-first");

        Assert.Equal(BundleExitCode.NotConfirmed, code);
        Assert.Contains("""also holds the tables of the schema "billing".""", error);
        Assert.Contains("add --including billing.", error);
        Assert.Contains("Or migrate without --backup-first, which restores nothing.", error);
        Assert.Equal(["A: success", "Steps: pending"], await run.StatesAsync<StepwiseContext>());
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from billing.accounts"));
        Assert.Empty(Directory.GetDirectories(run.Backups));
    }

    [Fact]
    public async Task With_the_other_schemas_named_the_recovery_puts_them_back_too()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");
        await run.AskAsync<object>("create table chain.gate (id int)");
        await AddBillingAsync(run);

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("migrate", "--backup-first", "--including", "billing");
        await using (var ended = new NpgsqlConnection(run.ConnectionString))
        {
            NpgsqlConnection.ClearPool(ended);
        }

        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.Contains("The database is restored from the backup", error);
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from billing.accounts"));
        await DropBeforeAsync(run);
    }

    private static async Task AddBillingAsync(ChainRun run) =>
        await run.AskAsync<object>(
            """
            create schema billing; create table billing.schema_history (rank int); create table billing.accounts (id int);
            insert into billing.accounts values (1), (2)
            """
        );

    private static async Task DropBeforeAsync(ChainRun run)
    {
        var server = (await TestServers.GetAsync()).Postgres;
        var before = await SampleRun.ScalarAsync<string>(
            server,
            $"select datname::text from pg_database where datname like '{run.Name}\\_before\\_%'"
        );
        await SampleRun.ScalarAsync<object>(server, $"drop database {SqlText.Identifier(before!)} with (force)");
    }
}
