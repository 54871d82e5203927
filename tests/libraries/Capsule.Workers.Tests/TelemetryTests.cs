using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Capsule.Workers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Workers.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Only_a_run_that_did_something_has_a_span()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkerTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var run = 0;
        await using var floor = await Floor.StartAsync(
            new SweeperOptions { Run = _ => Task.FromResult(++run == 3 ? RunResult.Did(3141) : RunResult.Idle) }
        );

        for (var wait = 1; wait <= 4; wait++)
        {
            await floor.Clock.PassAsync(wait);
        }

        var span = Assert.Single(spans, span => span.OperationName == "sweeper" && span.GetTagItem("capsule.worker.items") is 3141L);
        Assert.Equal(default, span.ParentSpanId);
        Assert.DoesNotContain(spans, other => other.OperationName == "sweeper" && other.GetTagItem("capsule.worker.items") is null or 0L);
    }

    [Fact]
    public async Task What_runs_under_the_loop_is_not_recorded()
    {
        var recorded = true;
        await using var floor = await Floor.StartAsync(
            new SweeperOptions
            {
                Run = _ =>
                {
                    recorded = Activity.Current!.Recorded;
                    return Task.FromResult(RunResult.Did(1));
                },
            }
        );

        await floor.Clock.WaitAsync(1);

        Assert.False(recorded);
    }

    [Fact]
    public async Task Runs_failures_items_and_durations_are_measured_by_worker()
    {
        var release = new TaskCompletionSource();
        var runs = SweeperOptions.FailingIn(1);
        await using var floor = await Floor.StartAsync(
            new SweeperOptions
            {
                Run = async cancellationToken =>
                {
                    await release.Task;
                    await runs(cancellationToken);
                    return RunResult.Did(5);
                },
            }
        );
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = Listen(floor.Services.GetRequiredService<IMeterFactory>(), measured);

        release.SetResult();
        await floor.Clock.PassAsync(1);
        await floor.Clock.WaitAsync(2);

        Assert.Equal(
            (2, 1, 5, 2),
            (
                measured["capsule.worker.runs"],
                measured["capsule.worker.failures"],
                measured["capsule.worker.items"],
                measured["capsule.worker.duration"]
            )
        );
    }

    private static MeterListener Listen(IMeterFactory meters, ConcurrentDictionary<string, double> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WorkerTelemetry.Name && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal("sweeper", tags[0].Value);
            measured.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        }
    }
}
