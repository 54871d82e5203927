namespace Capsule.Data;

/// <summary>
/// Suspends calls to a dependency for a second after a failure, and limits the log to one message a minute. Polly's circuit breaker does
/// not open after a single failure, so each request would wait for its timeout first (decision 040).
/// </summary>
internal sealed class OutagePause(TimeProvider timeProvider)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _begunAt;
    private long? _loggedAt;

    /// <summary>Whether the dependency failed within the last second.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
            {
                return _begunAt is { } begun && timeProvider.GetElapsedTime(begun) < Length;
            }
        }
    }

    /// <summary>Starts a new pause, for a caller that tries the dependency after the previous failure.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _begunAt = timeProvider.GetTimestamp();
        }
    }

    /// <summary>Starts a pause after a failure; returns whether to log the failure.</summary>
    public bool Failed()
    {
        lock (_lock)
        {
            var now = timeProvider.GetTimestamp();
            _begunAt = now;
            var log = _loggedAt is not { } last || timeProvider.GetElapsedTime(last, now) >= LogInterval;
            _loggedAt = log ? now : _loggedAt;
            return log;
        }
    }
}
