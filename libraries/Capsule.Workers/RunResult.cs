namespace Capsule.Workers;

/// <summary>The result of one run of a worker, and when the next run follows.</summary>
public readonly record struct RunResult
{
    /// <summary>
    /// The number of items that the run processed, such as rows removed or events sent. Only a run that processed items records a span.
    /// </summary>
    public long Count { get; private init; }

    /// <summary>The wait until the next run; null for the schedule's period.</summary>
    public TimeSpan? NextIn { get; private init; }

    /// <summary>Whether no further run is needed until the service starts again.</summary>
    public bool IsLast { get; private init; }

    /// <summary>The run found nothing to do.</summary>
    public static RunResult Idle => default;

    /// <summary>The run did its work, and no further run is needed.</summary>
    public static RunResult Finished => new() { IsLast = true };

    /// <summary>The run processed <paramref name="count"/> items.</summary>
    public static RunResult Did(long count) => new() { Count = count };

    /// <summary>Sets the wait until the next run instead of the period; zero starts the next run at once.</summary>
    public RunResult Next(TimeSpan wait) => this with { NextIn = wait };
}
