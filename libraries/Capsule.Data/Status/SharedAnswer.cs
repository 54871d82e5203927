using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>
/// An answer that all callers share: it is asked for once at a time and kept for a moment, so that many calls cost no more than one.
/// </summary>
/// <param name="keep">How long an answer is good, from when it was asked for.</param>
/// <param name="timeProvider">Tells when it no longer is.</param>
/// <param name="ask">Asks for it; errors are kept as well.</param>
internal sealed class SharedAnswer<T>(TimeSpan keep, TimeProvider timeProvider, Func<Task<T>> ask)
{
    private static readonly TimeSpan KeepOutsideDevelopment = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<T>? _answer;
    private long _asked;

    /// <summary>An answer about the service's health: kept for a second, and asked for each time in Development.</summary>
    public SharedAnswer(IHostEnvironment environment, TimeProvider timeProvider, Func<Task<T>> ask)
        : this(environment.IsDevelopment() ? TimeSpan.Zero : KeepOutsideDevelopment, timeProvider, ask) { }

    /// <summary>Returns the answer; the token ends the wait of this caller only.</summary>
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
