using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Migrations that stopped between two of their steps, and how they go on.</summary>
public sealed class ResumedMigrationTests
{
    private const string Name = "20260101000000_Steps";

    private static readonly ScriptedSql First = "create table chain.counted (id int); insert into chain.counted values (1)";
    private static readonly ScriptedSql Index = ScriptedMigration.Outside("create index concurrently ix_counted on chain.counted (id)");
    private static readonly ScriptedSql Gate = "insert into chain.counted select 1 / count(*) from chain.gate";

    private static async Task<ScriptedRun> StoppedAfterTwoStepsAsync()
    {
        var run = await ScriptedRun.CreateAsync(new ScriptedMigration(Name, [First, Index, Gate]));
        await run.ExecuteAsync("create schema chain; create table chain.gate (id int)");
        await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");
        return run;
    }

    [Fact]
    public async Task Repair_keeps_the_committed_steps_and_migrate_continues_behind_them()
    {
        await using var run = await StoppedAfterTwoStepsAsync();
        await run.ExecuteAsync("insert into chain.gate values (1)");

        Assert.Contains("2 steps are committed and stay noted; migrate continues behind them", await run.SucceedAsync("repair"));
        await run.SucceedAsync("migrate");

        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.counted"));
        Assert.Empty(await run.FindingsAsync());
    }

    [Fact]
    public async Task Validate_does_not_advise_repair_for_a_half_applied_migration()
    {
        await using var run = await StoppedAfterTwoStepsAsync();

        var finding = Assert.Single(await run.FindingsAsync());

        Assert.Contains("is half applied, 2 steps are committed", finding);
        Assert.DoesNotContain("repair", finding);
    }

    [Fact]
    public async Task An_edit_of_a_committed_step_is_refused_and_named()
    {
        await using var run = await StoppedAfterTwoStepsAsync();
        await run.ExecuteAsync("insert into chain.gate values (1)");
        run.Use(new ScriptedMigration(Name, ["create table chain.counted (id int, name text)", Index, Gate]));

        var refusal = await run.FailAsync(BundleExitCode.Findings, "migrate");

        Assert.Contains($"{Name}: step 1 of 3 was edited, but an earlier migrate has committed it", refusal);
        Assert.Equal([$"{Name}: failed"], await run.StatesAsync());
    }

    [Fact]
    public async Task A_committed_step_that_was_removed_is_refused()
    {
        await using var run = await StoppedAfterTwoStepsAsync();
        run.Use(new ScriptedMigration(Name, [First]));

        Assert.Contains("step 2 of 1 was edited", await run.FailAsync(BundleExitCode.Findings, "migrate"));
    }

    [Fact]
    public async Task An_edit_of_the_step_that_failed_is_applied_and_its_checksum_noted()
    {
        await using var run = await StoppedAfterTwoStepsAsync();
        run.Use(new ScriptedMigration(Name, [First, Index, "insert into chain.counted values (3)"]));

        await run.SucceedAsync("migrate");

        Assert.Equal(4L, await run.AskAsync<long>("select sum(id) from chain.counted"));
        Assert.Empty(await run.FindingsAsync());
        Assert.Equal([$"{Name}: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task Forgotten_steps_run_again_after_what_they_did_was_reverted_by_hand()
    {
        await using var run = await StoppedAfterTwoStepsAsync();
        await run.ExecuteAsync("insert into chain.gate values (1); drop table chain.counted");

        Assert.Contains("2 committed steps are forgotten", await run.SucceedAsync("repair", "--forget", Name));
        await run.SucceedAsync("migrate");

        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.counted"));
        Assert.Contains(
            "There is no unfinished attempt at 20260101000000_Steps",
            await run.FailAsync(BundleExitCode.Usage, "repair", "--forget", Name)
        );
    }

    [Fact]
    public async Task Undo_of_an_earlier_migration_is_refused_while_a_later_one_is_half_applied()
    {
        var earlier = new ScriptedMigration("20251231000000_A", ["create table chain.a (id int)"], ["drop table chain.a"]);
        await using var run = await ScriptedRun.CreateAsync(earlier, new ScriptedMigration(Name, [First, Index, Gate]));
        await run.ExecuteAsync("create schema chain; create table chain.gate (id int)");
        await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");

        var refusal = await run.FailAsync(BundleExitCode.Findings, "undo");

        Assert.Contains($"{Name} is half applied", refusal);
        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
    }

    [Fact]
    public async Task A_baseline_is_refused_while_a_migration_is_half_applied()
    {
        await using var run = await StoppedAfterTwoStepsAsync();

        Assert.Contains($"{Name} is half applied", await run.FailAsync(BundleExitCode.Findings, "baseline", "--version", Name));
    }

    // npgsql/efcore.pg#2737, npgsql/efcore.pg#1210
    [Fact, Trait("Case", "A-MIG-04")]
    public async Task A_check_that_data_violate_after_a_concurrent_index_succeeds_once_the_data_are_right()
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration("20251231000000_A", ["create table chain.a (id int); insert into chain.a values (-1)"]),
            new ScriptedMigration(
                Name,
                [
                    ScriptedMigration.Outside("create index concurrently ix_a on chain.a (id)"),
                    "alter table chain.a add constraint ck_a check (id > 0)",
                ]
            )
        );

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");

        const string Statement = "in statement 1 of 1 of step 2: alter table chain.a add constraint ck_a check (id > 0)";
        Assert.Contains(Statement, error);
        Assert.Contains(Statement, await run.SucceedAsync("info"));
        await run.ExecuteAsync("update chain.a set id = 1");
        await run.SucceedAsync("migrate");
        Assert.Equal(["20251231000000_A: success", $"{Name}: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task Settings_of_committed_steps_hold_when_a_migration_continues()
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration(
                Name,
                [
                    "create schema other; create table other.t (id int); set search_path = other",
                    ScriptedMigration.Outside("create index concurrently ix_t on t (id)"),
                    "insert into t select 1 / count(*) from chain.gate",
                ]
            )
        );
        await run.ExecuteAsync("create schema chain; create table chain.gate (id int)");
        await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");
        await run.ExecuteAsync("insert into chain.gate values (1)");

        await run.SucceedAsync("migrate");

        Assert.Equal(1, await run.AskAsync<int>("select id from other.t"));
    }
}
