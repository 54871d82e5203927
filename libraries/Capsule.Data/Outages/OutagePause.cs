namespace Capsule.Data;

/// <summary>
/// Remembers that something did not answer: for a second nobody asks it again, and its outage is logged once a minute. Polly's circuit
/// breaker does not open after a single failure, and each request would wait for the timeout meanwhile (decision 040).
/// </summary>
internal sealed class OutagePause(TimeProvider timeProvider)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _begunAt;
    private long? _loggedAt;

    /// <summary>Whether it failed within the last second.</summary>
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

    /// <summary>Begins anew, for a caller who asks although the answer to the last question was a failure.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _begunAt = timeProvider.GetTimestamp();
        }
    }

    /// <summary>Begins after a failure, and returns whether the failure is to be logged.</summary>
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
