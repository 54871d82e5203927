using Microsoft.Extensions.Logging;

namespace Capsule.Data;

/// <summary>
/// Keeps requests away from a Redis that does not answer: after a failure, callers bypass Redis for a second, then one caller at a time
/// tries it again. All uses of Redis share the gate, so a request waits for at most one timeout. The client itself fails fast only when the
/// connection is closed; each command to a Redis that hangs waits for its timeout.
/// </summary>
internal sealed class RedisGate(TimeProvider timeProvider, ILogger<RedisGate> logger)
{
    private readonly Lock _lock = new();
    private readonly OutagePause _pause = new(timeProvider);
    private bool _closed;

    /// <summary>
    /// Whether the caller may use Redis. A caller that may use it must report the result with <see cref="Succeeded"/> or
    /// <see cref="Failed"/>.
    /// </summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                return true;
            }

            if (_pause.IsOn)
            {
                return false;
            }

            _pause.Begin();
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
            log = _pause.Failed();
        }

        if (log)
        {
            logger.LogWarning(exception, "Redis does not answer; bypassing it until it does");
        }
    }
}
