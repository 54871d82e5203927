using Capsule.Migrations.Tests.Chains;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Migrations with steps that cannot run in a transaction.</summary>
public sealed class MigrationStepTests
{
    [Fact]
    public async Task One_that_fails_after_a_step_goes_on_from_there()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");
        await run.AskAsync<object>("create table chain.gate (id int)");

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("migrate");
        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.Contains("20260105000000_Steps failed and stopped after 2 of its steps, which stay", error);
        Assert.Equal(["A: success", "Steps: failed"], await run.StatesAsync<StepwiseContext>());
        await run.AskAsync<object>("insert into chain.gate values (1)");
        await run.SucceedAsync<StepwiseContext>("migrate");

        Assert.Equal(["A: success", "Steps: success"], await run.StatesAsync<StepwiseContext>());
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.steps"));
        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix_steps_id'::regclass"));
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.schema_history where version = '20260105000000'"));
    }

    [Theory]
    [InlineData("", "a finished index of which nobody took note")]
    [InlineData("update pg_index set indisvalid = false where indexrelid = 'chain.ix_steps_id'::regclass", "an index that was cut off")]
    public async Task An_index_that_an_interrupted_run_left_is_no_obstacle(string damage, string what)
    {
        await using var run = await ChainRun.CreateAsync();
        await run.AskAsync<object>("create schema chain; create table chain.gate (id int)");
        await run.InvokeAsync<StepwiseContext>("migrate");
        await run.AskAsync<object>(
            "update chain.schema_history set steps_done = 1, error = null where version = '20260105000000'; insert into chain.gate values (1)"
        );
        await run.AskAsync<object>(damage.Length > 0 ? damage : "select 1");

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("migrate");

        Assert.True(code == BundleExitCode.Success, $"{what}: {error}");
        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix_steps_id'::regclass"));
    }
}
