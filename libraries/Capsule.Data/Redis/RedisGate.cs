using Microsoft.Extensions.Logging;

namespace Capsule.Data;

/// <summary>
/// Keeps requests away from a Redis that does not answer: after a failure no caller asks for a second, then one at a time tries again. All uses share
/// it, so that a request waits for one of them only. Stays because the client fails fast only when the
/// connection is closed: each command to a Redis that hangs waits for its timeout.
/// </summary>
internal sealed class RedisGate(TimeProvider timeProvider, ILogger<RedisGate> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private bool _closed;
    private long _tryAt;
    private long? _loggedAt;

    /// <summary>Whether the caller may ask Redis. A caller that may ask reports the result by <see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                return true;
            }

            var now = timeProvider.GetTimestamp();
            if (now < _tryAt)
            {
                return false;
            }

            Wait(now);
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                return;
            }

            _closed = false;
        }

        logger.LogInformation("Redis answers again");
    }

    public void Failed(Exception exception)
    {
        bool log;
        lock (_lock)
        {
            _closed = true;
            var now = timeProvider.GetTimestamp();
            Wait(now);
            log = _loggedAt is not { } last || timeProvider.GetElapsedTime(last, now) >= LogInterval;
            _loggedAt = log ? now : _loggedAt;
        }

        if (log)
        {
            logger.LogWarning(exception, "Redis does not answer; bypassing it until it does");
        }
    }

    private void Wait(long now) => _tryAt = now + (long)(Pause.TotalSeconds * timeProvider.TimestampFrequency);
}
