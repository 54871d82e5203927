using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>A result that concurrent callers share: one call at a time produces the result, which is reused for a short time.</summary>
/// <param name="lifetime">How long a result is reused, from the start of the call that produced it.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="produce">Produces the result; exceptions are reused as well.</param>
internal sealed class SharedResult<T>(TimeSpan lifetime, TimeProvider timeProvider, Func<Task<T>> produce)
{
    private static readonly TimeSpan LifetimeOutsideDevelopment = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<T>? _result;
    private long _startedAt;

    /// <summary>
    /// Creates a result about the service's health: reused for a second, and produced anew for each caller in Development.
    /// </summary>
    public SharedResult(IHostEnvironment environment, TimeProvider timeProvider, Func<Task<T>> produce)
        : this(environment.IsDevelopment() ? TimeSpan.Zero : LifetimeOutsideDevelopment, timeProvider, produce) { }

    /// <summary>Returns the result; the token only ends this caller's wait.</summary>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_result is null || (_result.IsCompleted && timeProvider.GetElapsedTime(_startedAt) >= lifetime))
            {
                _startedAt = timeProvider.GetTimestamp();
                _result = Task.Run(produce, CancellationToken.None);
            }

            return _result.WaitAsync(cancellationToken);
        }
    }
}
