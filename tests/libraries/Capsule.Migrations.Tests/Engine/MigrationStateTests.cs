using Capsule.Migrations.Tests.Chains;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Each state that info can tell, as it comes about.</summary>
public sealed class MigrationStateTests
{
    [Fact]
    public async Task Pending_and_success()
    {
        await using var run = await ChainRun.CreateAsync();
        Assert.Equal(["A: pending", "C: pending"], await run.StatesAsync<FirstAndThirdContext>());

        await run.SucceedAsync<FirstContext>("migrate");

        Assert.Equal(["A: success", "C: pending"], await run.StatesAsync<FirstAndThirdContext>());
    }

    [Fact]
    public async Task Above_target()
    {
        await using var run = await ChainRun.CreateAsync();

        await run.SucceedAsync<AllContext>("migrate", "--target", "B");

        Assert.Equal(["A: success", "B: success", "C: aboveTarget"], await run.StatesAsync<AllContext>("--target", "20260102000000"));
        Assert.Equal(["A: success", "B: success", "C: pending"], await run.StatesAsync<AllContext>());
    }

    [Fact]
    public async Task Out_of_order()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstAndThirdContext>("migrate");
        var (refused, error) = await run.InvokeInProductionAsync(new MigrateCommand<AllContext>());

        await run.InvokeInProductionAsync(new MigrateCommand<AllContext>(), "--out-of-order");

        Assert.Equal(BundleExitCode.Findings, refused);
        Assert.Contains("20260102000000_B is pending, but 20260103000000 is already applied", error);
        Assert.Equal(["A: success", "B: outOfOrder", "C: success"], await run.StatesAsync<AllContext>());
    }

    [Fact]
    public async Task Missing_and_future()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstAndThirdContext>("migrate");

        Assert.Equal(["A: missing", "C: success"], await run.StatesAsync<OnlyThirdContext>());
        Assert.Equal(["A: success", "C: future"], await run.StatesAsync<FirstContext>());
        await run.SucceedAsync<FirstContext>("migrate");
    }

    [Fact]
    public async Task Outdated()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");

        var (code, _, error) = await run.InvokeAsync<EditedContext>("migrate");

        Assert.Equal(BundleExitCode.Findings, code);
        Assert.Contains("20260101000000_A was edited after it was applied", error);
        Assert.Equal(["A: outdated", "C: pending"], await run.StatesAsync<EditedContext>());
    }

    [Fact]
    public async Task Undone()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<AllContext>("migrate");

        await run.SucceedAsync<AllContext>("undo");
        Assert.Equal(["A: success", "B: success", "C: undone"], await run.StatesAsync<AllContext>());
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.c') is not null"));
        await run.SucceedAsync<AllContext>("undo", "--target", "0");
        Assert.Equal(["A: undone", "B: undone", "C: undone"], await run.StatesAsync<AllContext>());
        await run.SucceedAsync<AllContext>("migrate");

        Assert.Equal(["A: success", "B: success", "C: success"], await run.StatesAsync<AllContext>());
    }

    [Fact]
    public async Task Baseline_and_below()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.AskAsync<object>(
            "create schema chain; create table chain.a (id int primary key); create table chain.b (id int primary key)"
        );

        await run.SucceedAsync<AllContext>("baseline", "--version", "B");
        await run.SucceedAsync<AllContext>("migrate");
        var (again, _, error) = await run.InvokeAsync<AllContext>("baseline", "--version", "A");

        Assert.Equal(["A: belowBaseline", "B: baseline", "C: success"], await run.StatesAsync<AllContext>());
        Assert.Equal(BundleExitCode.Findings, again);
        Assert.Contains("a baseline is for one that has none", error);
        Assert.Equal((BundleExitCode.Findings, true), await UndoBelowAsync(run));

        static async Task<(BundleExitCode, bool)> UndoBelowAsync(ChainRun run)
        {
            var (code, _, error) = await run.InvokeAsync<AllContext>("undo", "--target", "0");
            return (code, error.Contains("20260102000000_B cannot be undone", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Failed_with_a_row_that_tells_why_and_success_after_it()
    {
        await using var run = await ChainRun.CreateAsync();

        var (code, _, error) = await run.InvokeAsync<FailingContext>("migrate");

        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.Contains(
            "20260104000000_Broken failed and was rolled back: 22012: division by zero; in statement 2 of 2: select 1 / 0",
            error
        );
        Assert.Equal(["A: success", "Broken: failed"], await run.StatesAsync<FailingContext>());
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.half') is not null"));
        Assert.Equal(
            "22012: division by zero; in statement 2 of 2: select 1 / 0",
            await run.AskAsync<string>("select error from chain.schema_history where not success")
        );

        await run.SucceedAsync<FailingContext>("repair");
        Assert.Equal(["A: success", "Broken: pending"], await run.StatesAsync<FailingContext>());
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.schema_history"));
    }

    [Fact]
    public async Task Deleted_after_repair_of_one_that_is_missing()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstAndThirdContext>("repair", "--dry-run");
        Assert.False(await run.AskAsync<bool>("select to_regnamespace('chain') is not null"));
        await run.SucceedAsync<FirstAndThirdContext>("migrate");

        Assert.Contains("20260101000000_A: is struck off", await run.SucceedAsync<OnlyThirdContext>("repair", "--dry-run"));
        Assert.Equal(["A: missing", "C: success"], await run.StatesAsync<OnlyThirdContext>());
        await run.SucceedAsync<OnlyThirdContext>("repair");

        Assert.Equal(["A: deleted", "C: success"], await run.StatesAsync<OnlyThirdContext>());
    }

    [Fact]
    public async Task What_EF_Core_applied_before_is_adopted()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstAndThirdContext>("migrate");
        await run.AskAsync<object>("drop table chain.schema_history");
        Assert.Equal(["A: success", "C: success"], await run.StatesAsync<FirstAndThirdContext>());

        await run.SucceedAsync<FirstAndThirdContext>("migrate");

        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.schema_history where success and checksum is not null"));
    }
}
