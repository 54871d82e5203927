using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Capsule.Workers;

/// <summary>Spans and instruments named <c>Capsule.Workers</c>.</summary>
internal sealed class WorkerTelemetry : IDisposable
{
    public const string Name = "Capsule.Workers";

    private readonly ActivitySource _source = new(Name);
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _items;
    private readonly Histogram<double> _duration;

    public WorkerTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _runs = meter.CreateCounter<long>("capsule.worker.runs", "{run}", "Completed runs, successful or not.");
        _failures = meter.CreateCounter<long>("capsule.worker.failures", "{run}", "Runs that failed.");
        _items = meter.CreateCounter<long>(
            "capsule.worker.items",
            "{item}",
            "Items that runs processed, such as removed rows or sent events."
        );
        _duration = meter.CreateHistogram<double>("capsule.worker.duration", "s", "Duration of runs.");
    }

    /// <summary>Suppresses the spans of the current asynchronous flow: children of an unrecorded parent are not recorded.</summary>
    public static Activity Quiet(string worker) => new Activity(worker).Start();

    public void Succeeded(string worker, RunResult result, TimeSpan duration)
    {
        Count(worker, duration);
        if (result.Count > 0)
        {
            _items.Add(result.Count, Tag(worker));
            Record(worker, result.Count, duration);
        }
    }

    public void Failed(string worker, TimeSpan duration)
    {
        Count(worker, duration);
        _failures.Add(1, Tag(worker));
    }

    public void Dispose() => _source.Dispose();

    // Whether a run processed items is known only at its end, so the span is created afterwards with a start in the past, beside the loop's
    // unrecorded activity.
    private void Record(string worker, long count, TimeSpan duration)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        var quiet = Activity.Current;
        Activity.Current = null;
        // An activity takes its end from the system clock, so its start must come from the system clock and not from TimeProvider.
        var start = DateTimeOffset.UtcNow - duration;
        using (var span = _source.StartActivity(worker, ActivityKind.Internal, parentContext: default, startTime: start))
        {
            span?.SetTag("capsule.worker.items", count);
        }

        Activity.Current = quiet;
    }

    private void Count(string worker, TimeSpan duration)
    {
        _runs.Add(1, Tag(worker));
        _duration.Record(duration.TotalSeconds, Tag(worker));
    }

    private static KeyValuePair<string, object?> Tag(string worker) => new("worker", worker);
}
