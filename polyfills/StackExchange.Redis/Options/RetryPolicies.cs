namespace StackExchange.Redis;

/// <summary>Decides when a lost connection is tried again.</summary>
public interface IReconnectRetryPolicy
{
    /// <summary>Whether to try now.</summary>
    /// <param name="currentRetryCount">How often it was tried since the connection was lost.</param>
    /// <param name="timeElapsedMillisecondsSinceLastRetry">Milliseconds since the last try.</param>
    bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry);
}

/// <summary>Tries again after the same time each time.</summary>
public class LinearRetry(int maxRetryElapsedTimeAllowedMilliseconds) : IReconnectRetryPolicy
{
    /// <inheritdoc/>
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
        timeElapsedMillisecondsSinceLastRetry >= maxRetryElapsedTimeAllowedMilliseconds;
}

/// <summary>Tries again after a random time that grows by a tenth with each try, up to a limit.</summary>
public class ExponentialRetry : IReconnectRetryPolicy
{
    private readonly int _delta;
    private readonly int _max;

    /// <summary>Begins with <paramref name="deltaBackOffMilliseconds"/>; the limit is 10 seconds, or that if it is longer.</summary>
    public ExponentialRetry(int deltaBackOffMilliseconds)
        : this(deltaBackOffMilliseconds, Math.Max(deltaBackOffMilliseconds, 10_000))
    {
    }

    /// <summary>Begins with <paramref name="deltaBackOffMilliseconds"/>, up to <paramref name="maxDeltaBackOffMilliseconds"/>.</summary>
    public ExponentialRetry(int deltaBackOffMilliseconds, int maxDeltaBackOffMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deltaBackOffMilliseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDeltaBackOffMilliseconds, deltaBackOffMilliseconds);
        _delta = deltaBackOffMilliseconds;
        _max = maxDeltaBackOffMilliseconds;
    }

    /// <inheritdoc/>
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        var longest = (int)Math.Min(_max, _delta * Math.Pow(1.1, currentRetryCount));
        return timeElapsedMillisecondsSinceLastRetry >= Random.Shared.Next(_delta, Math.Max(_delta, longest));
    }
}
