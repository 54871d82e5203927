using Capsule.Testing;
using Capsule.Workers.Tests.Support;

namespace Capsule.Workers.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public async Task A_worker_runs_at_the_start_and_then_once_each_period()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Schedule = new(TimeSpan.FromSeconds(10)) });

        await floor.Clock.WaitAsync(1);
        Assert.Equal(1, floor.Sweeper.Runs);
        Assert.Equal(TimeSpan.FromSeconds(10), await floor.Clock.PassAsync(1));
        await floor.Clock.WaitAsync(2);

        Assert.Equal(2, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task A_worker_that_does_not_start_at_once_first_waits_for_a_period()
    {
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Schedule = new(TimeSpan.FromSeconds(10)) { StartsAtOnce = false } }
        );

        await floor.Clock.WaitAsync(1);
        Assert.Equal(0, floor.Sweeper.Runs);
        await floor.Clock.PassAsync(1);
        await floor.Clock.WaitAsync(2);

        Assert.Equal(1, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task A_period_that_changes_takes_effect_at_the_next_wait()
    {
        var options = new SweeperOptions { Schedule = new(TimeSpan.FromSeconds(10)) };
        await using var floor = await Floor.StartAsync(options);
        await floor.Clock.WaitAsync(1);

        options.Schedule = new(TimeSpan.FromSeconds(2));
        await floor.Clock.PassAsync(1);

        Assert.Equal(TimeSpan.FromSeconds(2), await floor.Clock.WaitAsync(2));
    }

    [Fact]
    public async Task Jitter_shortens_a_wait_by_at_most_its_part_of_the_period()
    {
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Schedule = new(TimeSpan.FromSeconds(10)) { Jitter = 0.2 } },
            random: 0.5
        );

        Assert.Equal(TimeSpan.FromSeconds(9), await floor.Clock.WaitAsync(1));
    }

    [Fact]
    public async Task A_period_counts_from_the_start_of_a_run()
    {
        var clock = (Clock?)null;
        var options = new SweeperOptions { Schedule = new(TimeSpan.FromSeconds(10)) { StartsAtOnce = false } };
        options.Run = _ =>
        {
            clock!.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult(RunResult.Idle);
        };
        await using var floor = await Floor.StartAsync(options);
        clock = floor.Clock;

        await floor.Clock.PassAsync(1);

        Assert.Equal(TimeSpan.FromSeconds(7), await floor.Clock.WaitAsync(2));
    }

    [Fact]
    public async Task A_run_may_ask_for_the_next_at_once_or_after_another_time()
    {
        var run = 0;
        var options = new SweeperOptions
        {
            Run = _ => Task.FromResult(RunResult.Did(1).Next(++run < 3 ? TimeSpan.Zero : TimeSpan.FromSeconds(4))),
        };
        await using var floor = await Floor.StartAsync(options);

        Assert.Equal(TimeSpan.FromSeconds(4), await floor.Clock.WaitAsync(1));
        Assert.Equal(3, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task After_the_last_run_no_other_follows_and_the_worker_is_healthy()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Run = _ => Task.FromResult(RunResult.Finished) });

        await Eventually.TrueAsync(() => floor.Sweeper.ExecuteTask!.IsCompleted, "the end of the loop");
        floor.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, floor.Sweeper.Runs);
        Assert.Equal("finished", (await floor.HealthAsync()).Description);
    }
}
