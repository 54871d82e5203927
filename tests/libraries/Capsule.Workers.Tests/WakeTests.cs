using Capsule.Testing;
using Capsule.Workers.Tests.Support;

namespace Capsule.Workers.Tests;

public sealed class WakeTests
{
    [Fact]
    public async Task A_waiting_worker_that_is_woken_runs_at_once()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions());
        await floor.Clock.WaitAsync(1);

        floor.Sweeper.Wake();

        await floor.Clock.WaitAsync(2);
        Assert.Equal(2, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task Any_number_of_signals_during_a_run_make_one_more_run()
    {
        var inside = new TaskCompletionSource();
        var options = new SweeperOptions();
        options.Run = async _ =>
        {
            await inside.Task;
            return RunResult.Idle;
        };
        await using var floor = await Floor.StartAsync(options);
        await Eventually.TrueAsync(() => floor.Sweeper.Runs == 1, "the first run");

        floor.Sweeper.Wake();
        floor.Sweeper.Wake();
        floor.Sweeper.Wake();
        inside.SetResult();

        await floor.Clock.WaitAsync(2);
        Assert.Equal(2, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task A_signal_does_not_shorten_the_wait_after_a_failure()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Run = SweeperOptions.FailingIn(1) });
        await floor.Clock.WaitAsync(1);

        floor.Sweeper.Wake();
        await Task.Yield();

        Assert.Equal(1, floor.Sweeper.Runs);
        await floor.Clock.PassAsync(1);
        await floor.Clock.WaitAsync(2);
        Assert.True(floor.Sweeper.Runs >= 2);
    }
}
