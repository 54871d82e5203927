using Microsoft.Extensions.Logging;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>
/// Keeps requests away from a Redis that does not answer: after a failure nobody asks for a second, then one at a time tries again.
/// </summary>
internal sealed class CacheGate(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private bool _closed;
    private long _tryAt;
    private long? _loggedAt;

    /// <summary>Whether the caller may ask Redis; a caller that may must report what became of it.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                return true;
            }

            var now = time.GetTimestamp();
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
            var now = time.GetTimestamp();
            Wait(now);
            log = _loggedAt is not { } last || time.GetElapsedTime(last, now) >= LogInterval;
            _loggedAt = log ? now : _loggedAt;
        }

        if (log)
        {
            logger.LogWarning(exception, "Redis does not answer: the cache is passed by until it does");
        }
    }

    private void Wait(long now) => _tryAt = now + (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
