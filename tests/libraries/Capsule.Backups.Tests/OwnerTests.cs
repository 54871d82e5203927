using Npgsql;

namespace Capsule.Backups.Tests;

public sealed class OwnerTests
{
    [Fact]
    public async Task An_owner_that_is_no_superuser_takes_verifies_restores_and_swaps()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("createdb");
        await using var disposed = run;
        await run.ExecuteAsync("create extension pg_stat_statements");

        var create = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "create");
        var verify = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "verify");
        var swap = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "restore", "--into", run.OtherName(), "--swap");

        Assert.Equal((0, 0, 0), (create.Code, verify.Code, swap.Code));
        Assert.Contains("sample: the extension pg_stat_statements is skipped: only a superuser may create it", verify.Output);
        run.AlsoDrop(swap.Output.TrimEnd().Split(' ')[^1]);
        Assert.Equal(owner.Username, await run.ScalarAsync<string>("select tableowner::text from pg_tables where tablename = 'orders'"));
        Assert.Equal(
            owner.Username,
            await run.ScalarAsync<string>("select pg_get_userbyid(datdba)::text from pg_database where datname = current_database()")
        );
    }

    [Fact]
    public async Task An_owner_that_may_not_create_databases_is_told_what_it_lacks()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("nocreatedb");
        await using var disposed = run;
        await run.Backups.TakeAsync();

        var (code, output, error) = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "verify");

        Assert.Equal((int)Migrations.BundleExitCode.BackupFailed, code);
        Assert.Contains($"may not create databases: alter role \"{owner.Username}\" createdb", error);
        Assert.DoesNotContain(LimitedOwner.Password, output + error);
    }

    [Fact]
    public async Task A_role_that_the_server_lacks_is_named_before_anything_changes()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await run.Backups.TakeAsync();
        backup = await Forgery.RewriteAsync(run, backup, manifest => manifest with { Roles = [.. manifest.Roles, "nobody_here"] });
        var into = run.OtherName();

        var failure = await Assert.ThrowsAsync<BackupException>(() => run.Backups.RestoreAsync(backup, into));

        Assert.Contains("backup_sample_user", backup.Manifest!.Roles);
        Assert.Equal("The server lacks the role \"nobody_here\" that the backup grants rights to. Create it first.", failure.Message);
        Assert.False(await run.ExistsAsync(into));
    }

    [Fact]
    public async Task The_API_role_may_do_on_the_restored_database_what_it_could_before()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.ExecuteAsync(
            $"alter database \"{run.Name}\" set work_mem = '7MB'; alter database \"{run.Name}\" set search_path = sample, public"
        );
        var into = run.OtherName();

        await run.Backups.RestoreAsync(await run.Backups.TakeAsync(), into);

        var api = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = "backup_sample_user",
            Password = "sample_pass",
        }.ConnectionString;
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from accounts", into, api));
        Assert.Equal("7MB", await run.ScalarAsync<string>("show work_mem", into, api));
        Assert.True(
            await run.ScalarAsync<bool>(
                """
                select not has_database_privilege('backup_sample_user', current_database(), 'temporary, create')
                   and not has_table_privilege('backup_sample_user', 'sample.__ef_migrations_history', 'insert, update, delete')
                """,
                into
            )
        );
    }
}
