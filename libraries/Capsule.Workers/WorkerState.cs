namespace Capsule.Workers;

/// <summary>How a worker is doing; written by its loop, read by its health check.</summary>
/// <param name="LastSuccess">When a run last succeeded (UTC); null before the first.</param>
/// <param name="SucceededAt">The timestamp of that, or of the start before the first success; null before the start.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="LastError">The message of the last of them.</param>
/// <param name="IsStandby">Whether another replica holds the lease.</param>
/// <param name="IsFinished">Whether the last run is over.</param>
internal sealed record WorkerState(
    DateTimeOffset? LastSuccess,
    long? SucceededAt,
    int Failures = 0,
    string? LastError = null,
    bool IsStandby = false,
    bool IsFinished = false
);
