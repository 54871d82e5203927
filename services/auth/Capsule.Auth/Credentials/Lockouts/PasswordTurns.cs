using System.Threading.RateLimiting;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// Serialises the tries for one account from one source in this process. A try counts as wrong until it is checked, so parallel right
/// passwords would lock one another out otherwise.
/// </summary>
internal sealed class PasswordTurns(IOptions<PasswordOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(
        key =>
            RateLimitPartition.GetConcurrencyLimiter(
                key,
                _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = 1,
                    QueueLimit = options.Value.QueueLength,
                    QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                }
            ),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Waits for the turn, which ends when the result is disposed.</summary>
    /// <param name="account">The name by which the caller identifies the account, which need not exist.</param>
    /// <param name="source">The source of the try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServiceBusyException">Too many tries are waiting.</exception>
    public async Task<IDisposable> WaitAsync(string account, PasswordSource source, CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync($"{account} {source.Name}", permitCount: 1, cancellationToken);
        return turn.IsAcquired ? turn : throw HashingTurns.Busy();
    }

    public void Dispose() => _turns.Dispose();
}
