namespace Capsule.Workers;

/// <summary>What one run of a worker did, and when the next follows.</summary>
public readonly record struct RunResult
{
    /// <summary>How many things the run did: rows removed, events sent. A run that did something is worth a span.</summary>
    public long Count { get; private init; }

    /// <summary>How long to wait for the next run; the schedule's period where it is null.</summary>
    public TimeSpan? NextIn { get; private init; }

    /// <summary>Whether the worker has nothing left to do until the service starts again.</summary>
    public bool IsLast { get; private init; }

    /// <summary>The run found nothing to do.</summary>
    public static RunResult Idle => default;

    /// <summary>The run did its work and is the last.</summary>
    public static RunResult Finished => new() { IsLast = true };

    /// <summary>The run did so many things.</summary>
    public static RunResult Did(long count) => new() { Count = count };

    /// <summary>Replaces the period as the wait for the next run; zero starts it at once.</summary>
    public RunResult Next(TimeSpan wait) => this with { NextIn = wait };
}
