using Capsule.Testing;
using Capsule.Workers.Tests.Support;

namespace Capsule.Workers.Tests;

public sealed class StopTests
{
    [Fact]
    public async Task A_run_under_way_is_cancelled_when_the_service_stops()
    {
        var cancelled = false;
        await using var floor = await Floor.StartAsync(
            new SweeperOptions
            {
                Run = async cancellationToken =>
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancelled = cancellationToken.IsCancellationRequested;
                    cancellationToken.ThrowIfCancellationRequested();
                    return RunResult.Idle;
                },
            }
        );
        await Eventually.TrueAsync(() => floor.Sweeper.Runs == 1, "the run");

        await floor.StopAsync();

        Assert.True(cancelled);
        Assert.Empty(floor.Logs.Warnings);
    }

    [Fact]
    public async Task A_run_with_time_to_stop_comes_to_its_end()
    {
        var (release, finished) = (new TaskCompletionSource(), false);
        await using var floor = await Floor.StartAsync(
            new SweeperOptions
            {
                Schedule = new(TimeSpan.FromSeconds(10)) { StopGrace = TimeSpan.FromSeconds(30) },
                Run = async cancellationToken =>
                {
                    await release.Task.WaitAsync(cancellationToken);
                    finished = true;
                    return RunResult.Idle;
                },
            }
        );
        await Eventually.TrueAsync(() => floor.Sweeper.Runs == 1, "the run");

        var stopping = floor.StopAsync();
        release.SetResult();
        await stopping;

        Assert.True(finished);
        Assert.Equal(1, floor.Sweeper.Runs);
    }

    [Fact]
    public async Task A_worker_that_waits_after_a_failure_stops_at_once()
    {
        await using var floor = await Floor.StartAsync(new SweeperOptions { Run = SweeperOptions.FailingIn(1) });
        await floor.Clock.WaitAsync(1);

        await floor.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, floor.Sweeper.Runs);
    }
}
