namespace Capsule.Workers;

/// <summary>The state of a worker, written by its loop and read by its health check.</summary>
/// <param name="LastSuccess">When a run last succeeded (UTC); null before the first.</param>
/// <param name="SucceededAt">The timestamp of the last success, or of the start before the first success; null before the start.</param>
/// <param name="Failures">Number of consecutive failures.</param>
/// <param name="LastError">The message of the last failure.</param>
/// <param name="IsStandby">Whether another replica holds the lease.</param>
/// <param name="IsFinished">Whether no further run follows.</param>
internal sealed record WorkerState(
    DateTimeOffset? LastSuccess,
    long? SucceededAt,
    int Failures = 0,
    string? LastError = null,
    bool IsStandby = false,
    bool IsFinished = false
);
