using System.Threading.RateLimiting;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>
/// Limits the number of hashes at a time. A hash takes a core for a tenth of a second, and many sign-ins must not take all cores from other
/// requests.
/// </summary>
internal sealed class HashingTurns(IOptions<PasswordOptions> options) : IDisposable
{
    private const int RetryAfterSeconds = 2;

    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.Concurrency > 0 ? options.Value.Concurrency : Environment.ProcessorCount,
            QueueLimit = options.Value.QueueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>Number of hashes that are waiting.</summary>
    public long Waiting => _limiter.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Returns the exception that is thrown when too many hashes are waiting.</summary>
    public static ServiceBusyException Busy() =>
        new("Too many people are signing in at the moment. Try again in a few seconds.", RetryAfterSeconds);

    /// <summary>Waits for a turn, and runs the work on the thread pool.</summary>
    /// <exception cref="ServiceBusyException">Too many hashes are waiting.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        using var turn = await _limiter.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? await Task.Run(work, cancellationToken) : throw Busy();
    }

    public void Dispose() => _limiter.Dispose();
}
