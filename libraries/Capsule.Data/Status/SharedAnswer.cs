using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>A result that concurrent callers share: one call at a time produces the result, which is reused for a short time.</summary>
/// <param name="keep">How long a result is reused, from the start of the call that produced it.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="ask">Produces the result; exceptions are reused as well.</param>
internal sealed class SharedAnswer<T>(TimeSpan keep, TimeProvider timeProvider, Func<Task<T>> ask)
{
    private static readonly TimeSpan KeepOutsideDevelopment = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<T>? _answer;
    private long _asked;

    /// <summary>
    /// Creates a result about the service's health: reused for a second, and produced anew for each caller in Development.
    /// </summary>
    public SharedAnswer(IHostEnvironment environment, TimeProvider timeProvider, Func<Task<T>> ask)
        : this(environment.IsDevelopment() ? TimeSpan.Zero : KeepOutsideDevelopment, timeProvider, ask) { }

    /// <summary>Returns the result; the token only ends this caller's wait.</summary>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && timeProvider.GetElapsedTime(_asked) >= keep))
            {
                _asked = timeProvider.GetTimestamp();
                _answer = Task.Run(ask, CancellationToken.None);
            }

            return _answer.WaitAsync(cancellationToken);
        }
    }
}
