using Capsule.Migrations.Tests.Chains;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.CommandLine;

public sealed class DestructiveCommandTests
{
    [Fact]
    public async Task Reset_builds_the_schema_anew()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<AllContext>("migrate");
        await run.AskAsync<object>("insert into chain.a values (1)");

        await run.SucceedAsync<AllContext>("reset");

        Assert.Equal(0L, await run.AskAsync<long>("select count(*) from chain.a"));
        Assert.Equal(["A: success", "B: success", "C: success"], await run.StatesAsync<AllContext>());
    }

    [Theory]
    [InlineData(false, "drops the schema chain of ")]
    [InlineData(true, "takes back 20260103000000_C of ")]
    public async Task Outside_Development_nothing_is_destroyed_without_the_name(bool undo, string what)
    {
        Func<BundleCommand<AllContext>> command = undo ? () => new UndoCommand<AllContext>() : () => new ResetCommand<AllContext>();
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<AllContext>("migrate");

        foreach (var arguments in new string[][] { [], ["--force"], ["--confirm", run.Name], ["--force", "--confirm", "other"] })
        {
            var (code, error) = await run.InvokeInProductionAsync(command(), arguments);
            Assert.Equal(BundleExitCode.NotConfirmed, code);
            Assert.Contains($"This {what}{run.Name}", error);
            Assert.Contains($"add --force --confirm {run.Name}", error);
        }

        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.c') is not null"));
        Assert.Equal(BundleExitCode.Success, (await run.InvokeInProductionAsync(command(), "--force", "--confirm", run.Name)).Code);
    }

    [Fact]
    public async Task Even_in_Development_a_wrong_name_is_refused()
    {
        await using var run = await ChainRun.CreateAsync();

        var (code, _, _) = await run.InvokeAsync<AllContext>("reset", "--confirm", "other");

        Assert.Equal(BundleExitCode.NotConfirmed, code);
    }

    [Fact]
    public async Task A_dry_run_prints_the_SQL_and_changes_nothing()
    {
        await using var run = await ChainRun.CreateAsync();

        var output = await run.SucceedAsync<AllContext>("migrate", "--dry-run");

        Assert.Contains("create table chain.b (id int primary key)", output);
        Assert.Contains("3 migrations would run; nothing was changed", output);
        Assert.False(await run.AskAsync<bool>("select to_regnamespace('chain') is not null"));
    }

    [Fact]
    public async Task The_script_makes_what_migrate_makes_and_can_run_twice()
    {
        await using var run = await ChainRun.CreateAsync();
        var file = Path.Combine(Path.GetTempPath(), $"{run.Name}.sql");
        await run.SucceedAsync<AllContext>("script", "--idempotent", "--to", "B", "--output", file);
        var script = await File.ReadAllTextAsync(file);
        File.Delete(file);

        await run.AskAsync<object>(script);
        await run.AskAsync<object>(script);

        Assert.Equal(["A: success", "B: success", "C: pending"], await run.StatesAsync<AllContext>());
        Assert.DoesNotContain("chain.a ", await run.SucceedAsync<AllContext>("script", "--from", "A"));
    }

    [Fact]
    public async Task Unlock_ends_a_holder_that_is_dead_and_spares_one_that_works()
    {
        await using var run = await ChainRun.CreateAsync();
        Assert.Contains("nobody holds the lock", await run.SucceedAsync<AllContext>("unlock"));
        await using var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { Pooling = false }.ConnectionString
        );
        await holder.OpenAsync();
        await MigrationLock.TakeAsync(holder, new MigrationOptions { Service = "chain" }, CancellationToken.None);

        var (code, _, error) = await run.InvokeAsync<AllContext>("unlock");
        Assert.Contains($"locked by session {holder.ProcessID}", await run.SucceedAsync<AllContext>("info"));
        await run.SucceedAsync<AllContext>("unlock", "--force");

        Assert.Equal(BundleExitCode.NotConfirmed, code);
        Assert.Contains($"Session {holder.ProcessID}", error);
        await Eventually.TrueAsync(
            async () =>
                await run.AskAsync<long>(
                    "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
                ) == 0,
            "no lock"
        );
    }

    [Fact]
    public async Task Two_hundred_at_once_apply_each_migration_once()
    {
        await using var run = await ChainRun.CreateAsync();
        var options = new MigrationOptions { Service = "chain", LockWait = TimeSpan.FromMinutes(3) };

        var reports = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(_ => MigrationBundle.MigrateAsync<AllContext>(run.ConnectionString, options, typeof(AllContext).Assembly))
        );

        Assert.Equal(
            ["20260101000000_A", "20260102000000_B", "20260103000000_C"],
            reports.SelectMany(report => report.Applied).Select(migration => migration.Name).Order()
        );
        Assert.Equal(3L, await run.AskAsync<long>("select count(*) from chain.schema_history"));
    }
}
