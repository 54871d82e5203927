using Capsule.Workers.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Workers.Tests;

public sealed class FailureTests
{
    private static readonly int[] FirstHundred = [.. Enumerable.Range(1, 100)];

    [Fact]
    public async Task Failures_back_off_exponentially_up_to_the_maximum()
    {
        var schedule = new WorkSchedule(TimeSpan.FromHours(1)) { Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)) };
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Schedule = schedule, Run = SweeperOptions.FailingIn(1, 2, 3, 4, 5) },
            random: 1
        );

        for (var wait = 1; wait <= 5; wait++)
        {
            await floor.Clock.PassAsync(wait);
        }

        await floor.Clock.WaitAsync(6);
        Assert.Equal([1, 2, 4, 5, 5], floor.Clock.Waits.Take(5).Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task The_jitter_of_the_back_off_takes_up_to_half_of_a_wait()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Run = SweeperOptions.FailingIn(1) }, random: 0);

        Assert.Equal(TimeSpan.FromSeconds(0.5), await floor.Clock.WaitAsync(1));
    }

    [Fact]
    public async Task After_a_success_the_back_off_begins_anew()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Run = SweeperOptions.FailingIn(1, 2, 4) }, random: 1);

        for (var wait = 1; wait <= 3; wait++)
        {
            await floor.Clock.PassAsync(wait);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), await floor.Clock.WaitAsync(4));
    }

    [Fact]
    public async Task A_failure_is_logged_once_then_once_a_minute_and_once_when_it_works_again()
    {
        var schedule = new WorkSchedule(TimeSpan.FromHours(1)) { Backoff = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)) };
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Schedule = schedule, Run = SweeperOptions.FailingIn([.. FirstHundred.Take(8)]) },
            random: 1
        );

        for (var wait = 1; wait <= 8; wait++)
        {
            await floor.Clock.PassAsync(wait);
        }

        await floor.Clock.WaitAsync(9);
        Assert.Equal(
            [
                "Warning: Crumbs stay on the floor (failure 1 in a row): the broom broke",
                "Warning: Crumbs stay on the floor (failure 7 in a row): the broom broke",
                "Information: Recovered after 8 failures. Until now: Crumbs stay on the floor",
            ],
            floor.Logs.Entries
        );
    }

    [Fact]
    public async Task Health_is_degraded_once_the_last_success_is_too_long_ago_and_healthy_after_the_next()
    {
        var schedule = new WorkSchedule(TimeSpan.FromSeconds(10)) { Backoff = new(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40)) };
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Schedule = schedule, Run = SweeperOptions.FailingIn(2, 3) },
            random: 1
        );
        await floor.Clock.WaitAsync(1);
        var healthy = await floor.HealthAsync();
        await floor.Clock.PassAsync(1);
        await floor.Clock.PassAsync(2);
        await floor.Clock.WaitAsync(3);
        floor.Clock.Advance(TimeSpan.FromSeconds(20));

        var degraded = await floor.HealthAsync();
        floor.Clock.Advance(TimeSpan.FromSeconds(20));
        await floor.Clock.WaitAsync(4);

        Assert.Equal(HealthStatus.Healthy, healthy.Status);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), healthy.Data["last_success"]);
        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Equal(2, degraded.Data["failures"]);
        Assert.Equal("no success for 00:01:09, 2 failures in a row: the broom broke", degraded.Description);
        Assert.Equal(HealthStatus.Healthy, (await floor.HealthAsync()).Status);
    }

    [Fact]
    public async Task Health_is_degraded_when_a_run_does_not_end()
    {
        await using var floor = await Floor.StartAsync(
            new SweeperOptions
            {
                Run = async cancellationToken =>
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    return RunResult.Idle;
                },
            }
        );
        await Testing.Eventually.TrueAsync(() => floor.Sweeper.Runs == 1, "the run");

        floor.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("no success for 00:01:01", (await floor.HealthAsync()).Description);
    }
}
