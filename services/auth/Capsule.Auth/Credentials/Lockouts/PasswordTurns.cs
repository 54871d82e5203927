using System.Threading.RateLimiting;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// Lets tries for one account from one source take turns in this process. A try counts as wrong until it is checked: without turns, right
/// ones at the same time would lock one another out.
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
    /// <param name="account">What the caller names the account by: one that does not exist waits as one that does.</param>
    /// <param name="source">Where the try comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServiceBusyException">Too many wait.</exception>
    public async Task<IDisposable> WaitAsync(string account, PasswordSource source, CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync($"{account} {source.Name}", permitCount: 1, cancellationToken);
        return turn.IsAcquired ? turn : throw HashingTurns.Busy();
    }

    public void Dispose() => _turns.Dispose();
}
