using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Undos with steps outside a transaction that stop half-way.</summary>
public sealed class ResumedUndoTests
{
    private const string Name = "20260101000000_Index";

    private static readonly ScriptedMigration Migration = new(
        Name,
        ["create table chain.a (id int)", ScriptedMigration.Outside("create index concurrently ix_a on chain.a (id)")],
        [ScriptedMigration.Outside("drop index concurrently chain.ix_a"), "select 1 / count(*) from chain.gate", "drop table chain.a"]
    );

    private static async Task<ScriptedRun> HalfUndoneAsync()
    {
        var run = await ScriptedRun.CreateAsync(Migration);
        await run.ExecuteAsync("create schema chain; create table chain.gate (id int)");
        await run.SucceedAsync("migrate");
        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "undo");
        Assert.Contains(
            $"{Name} could not be undone and stopped after 1 of its steps, which stay; the next undo goes on from there",
            error
        );
        return run;
    }

    [Fact]
    public async Task The_next_undo_continues_behind_the_steps_that_are_committed()
    {
        await using var run = await HalfUndoneAsync();
        Assert.Equal([$"{Name}: halfUndone"], await run.StatesAsync());
        Assert.Contains("division by zero", await run.SucceedAsync("info"));
        await run.ExecuteAsync("insert into chain.gate values (1)");

        await run.SucceedAsync("undo");

        Assert.Equal([$"{Name}: undone"], await run.StatesAsync());
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
        await run.SucceedAsync("migrate");
        Assert.Equal([$"{Name}: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task Migrate_is_refused_until_the_undo_is_finished_and_repair_keeps_its_steps()
    {
        await using var run = await HalfUndoneAsync();

        Assert.Contains(
            "is half undone: 1 steps of its undo are committed. Run undo",
            await run.FailAsync(BundleExitCode.Findings, "migrate")
        );
        Assert.Contains("undo continues behind them", await run.SucceedAsync("repair"));

        Assert.StartsWith("undo:", Assert.Single(await run.FindingsAsync()));
    }

    [Fact]
    public async Task An_edit_of_a_committed_undo_step_is_refused()
    {
        await using var run = await HalfUndoneAsync();
        run.Use(
            Migration with
            {
                Down = [ScriptedMigration.Outside("drop index concurrently if exists chain.ix_a"), "drop table chain.a"],
            }
        );

        Assert.Contains("step 1 of 2 was edited, but an earlier undo", await run.FailAsync(BundleExitCode.Findings, "undo"));
    }

    [Fact]
    public async Task An_index_that_is_gone_is_no_obstacle_when_the_undo_was_cut_off_while_dropping_it()
    {
        await using var run = await HalfUndoneAsync();
        await run.ExecuteAsync(
            "update chain.schema_history set steps_done = 0, step_checksums = '{}', error = null where type = 'undo'; insert into chain.gate values (1)"
        );

        await run.SucceedAsync("undo");

        Assert.Equal([$"{Name}: undone"], await run.StatesAsync());
    }

    [Fact]
    public async Task An_undo_continues_after_the_migration_was_renamed()
    {
        await using var run = await HalfUndoneAsync();
        await run.ExecuteAsync("insert into chain.gate values (1)");
        run.Use(Migration with { Id = "20260101000000_Renamed" });

        Assert.Equal(["20260101000000_Renamed: halfUndone"], await run.StatesAsync());
        await run.SucceedAsync("undo");

        Assert.Equal(["20260101000000_Renamed: undone"], await run.StatesAsync());
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
    }
}
