using Capsule.Migrations;
using Capsule.Sample.Migrations;

namespace Capsule.Backups.Tests;

/// <summary>Two services in one database: sample, and billing in a schema of its own.</summary>
public sealed class SharedDatabaseTests
{
    [Fact]
    public async Task A_swap_that_would_roll_back_another_services_rows_is_refused_before_anything_changes()
    {
        await using var run = await SharedAsync();
        var create = await run.InvokeAsync("backup", "create");
        await run.ExecuteAsync("insert into billing.accounts (email) values ('later@example.org'); delete from sample.orders");
        var into = run.OtherName();

        var (code, output, error) = await run.InvokeAsync("backup", "restore", "--into", into, "--swap");

        Assert.Equal((int)BundleExitCode.NotConfirmed, code);
        Assert.Contains("""also holds the tables of the schema "billing".""", error);
        Assert.Contains("stop what uses them and add --including billing.", error);
        Assert.Contains("restore without --swap and connect sample to the new database", error);
        Assert.DoesNotContain("restoring", output);
        Assert.False(await run.ExistsAsync(into));
        Assert.Equal(4L, await run.ScalarAsync<long>("select count(*) from billing.accounts"));
        Assert.Contains("also holds the tables of billing; the backup contains them too", create.Output);
    }

    [Fact]
    public async Task A_swap_that_names_the_other_schema_puts_it_back_too_and_keeps_what_it_was()
    {
        await using var run = await SharedAsync();
        await run.Backups.TakeAsync();
        await run.ExecuteAsync("insert into billing.accounts (email) values ('later@example.org')");

        var (code, output, error) = await run.InvokeAsync(
            "backup",
            "restore",
            "--into",
            run.OtherName(),
            "--swap",
            "--including",
            "sample",
            "--including",
            "billing"
        );

        Assert.Equal((0, ""), (code, error));
        var before = output.TrimEnd().Split(' ')[^1];
        run.AlsoDrop(before);
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from billing.accounts"));
        Assert.Equal(4L, await run.ScalarAsync<long>("select count(*) from billing.accounts", before));
    }

    [Fact]
    public async Task Verify_proves_the_rows_of_every_schema_and_a_restore_beside_the_database_is_allowed()
    {
        await using var run = await SharedAsync();
        var backup = await run.Backups.TakeAsync();
        var into = run.OtherName();

        var verify = await run.InvokeAsync("backup", "verify");
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        Assert.Equal((0, 0), (verify.Code, restore.Code));
        Assert.Equal(3L, backup.Manifest!.Tables.Single(table => table is { Schema: "billing", Name: "accounts" }).Rows);
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from billing.accounts", into));
        backup = await Forgery.ReplaceRowsAsync(run, backup, "payer2@example.org", "payer3@example.org");
        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));
        Assert.Contains("billing", refused.Message);
    }

    [Fact]
    public async Task A_schema_that_came_after_the_backup_is_never_lost_even_if_it_is_named()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.Backups.TakeAsync();
        await AddBillingAsync(run);

        var (code, _, error) = await run.InvokeAsync("backup", "restore", "--into", run.OtherName(), "--swap", "--including", "billing");

        Assert.Equal((int)BundleExitCode.BackupFailed, code);
        Assert.Contains("""The backup has no table of the schema "billing", which the database""", error);
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from billing.accounts"));
    }

    [Fact]
    public async Task A_schema_that_comes_while_the_backup_is_restored_stops_the_swap()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await run.Backups.TakeAsync();
        var into = run.OtherName();
        var backups = new ServiceBackups(
            run.Owner,
            run.Options with
            {
                Validate = async (_, _, _) =>
                {
                    await AddBillingAsync(run);
                    return [];
                },
            }
        );

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.RestoreInPlaceAsync(backup, into));

        Assert.Equal(BackupFault.NotConfirmed, failure.Fault);
        Assert.False(await run.ExistsAsync(into));
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from billing.accounts"));
    }

    [Fact]
    public async Task Tables_of_no_service_count_as_well_but_not_those_of_extensions()
    {
        await using var run = await BackupRun.CreateAsync("create schema empty; create schema \"A b\"; create table \"A b\".t (id int)");
        var backup = await run.Backups.TakeAsync();

        var failure = await Assert.ThrowsAsync<BackupException>(() => run.Backups.RestoreInPlaceAsync(backup, run.OtherName()));

        Assert.Contains("""the schema "A b".""", failure.Message);
        Assert.Contains("add --including \"A b\".", failure.Message);
        Assert.DoesNotContain("public", failure.Message);
    }

    [Fact]
    public async Task An_owner_that_is_no_superuser_does_not_take_over_the_tables_of_another_owner()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("createdb");
        await using var disposed = run;
        await AddBillingAsync(run);
        await run.ExecuteAsync($"grant pg_read_all_data to {owner.Username}");
        var backups = new ServiceBackups(owner, run.Options with { Including = ["billing"] });
        var backup = await backups.TakeAsync();

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.RestoreInPlaceAsync(backup, run.OtherName()));

        Assert.Contains("is no superuser and would own everything in the restored database. Restore as a superuser.", failure.Message);
    }

    [Fact]
    public async Task An_owner_that_cannot_read_the_other_schema_takes_no_backup()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("createdb");
        await using var disposed = run;
        await AddBillingAsync(run);

        var failure = await Assert.ThrowsAsync<BackupException>(() => new ServiceBackups(owner, run.Options).TakeAsync());

        Assert.Contains($"The role \"{owner.Username}\" may not read billing.", failure.Message);
        Assert.Contains($"grant pg_read_all_data to \"{owner.Username}\"", failure.Message);
        Assert.Empty(run.Catalog.List());
    }

    private static async Task<BackupRun> SharedAsync()
    {
        var run = await BackupRun.CreateAsync();
        await AddBillingAsync(run);
        return run;
    }

    private static async Task AddBillingAsync(BackupRun run)
    {
        await MigrationBundle.MigrateAsync<SampleDbContext>(
            run.ConnectionString,
            new MigrationOptions { Service = "sample", Schema = "billing" },
            typeof(SampleDbContext).Assembly
        );
        await run.ExecuteAsync("insert into billing.accounts (email) select 'payer' || i || '@example.org' from generate_series(1, 3) i");
    }
}
