using System.Threading.RateLimiting;
using Capsule.Auth.Users;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Passwords;

/// <summary>
/// Hashes and checks passwords, a few at a time: each takes a core for a tenth of a second, and a storm of sign-ins must not take them all
/// from everybody else.
/// </summary>
internal sealed class PasswordHashing(IPasswordHasher<User> hasher, IOptions<PasswordOptions> options) : IDisposable
{
    private const int RetryAfterSeconds = 2;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.Concurrency > 0 ? options.Value.Concurrency : Environment.ProcessorCount,
        QueueLimit = options.Value.QueueLength,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // Of nobody, hashed with the same settings: who does not exist takes as long as one whose password is wrong.
    private readonly Lazy<User> _nobody = new(() =>
    {
        var nobody = new User { Email = "", Name = "" };
        nobody.PasswordHash = hasher.HashPassword(nobody, Guid.NewGuid().ToString());
        return nobody;
    });

    /// <summary>What is thrown when too many wait.</summary>
    public static ServiceBusyException Busy() => new("Too many people are signing in at the moment. Try again in a few seconds.", RetryAfterSeconds);

    /// <summary>Returns the hash to store.</summary>
    /// <exception cref="ServiceBusyException">Too many wait.</exception>
    public Task<string> HashAsync(User user, string password, CancellationToken cancellation) =>
        RunAsync(() => hasher.HashPassword(user, password), cancellation);

    /// <summary>Checks a password; that of no user, or of one without a password, is wrong and takes as long.</summary>
    /// <exception cref="ServiceBusyException">Too many wait.</exception>
    public async Task<PasswordVerificationResult> VerifyAsync(User? user, string password, CancellationToken cancellation)
    {
        var somebody = user is { HasPassword: true } ? user : null;
        var checkedUser = somebody ?? _nobody.Value;
        var result = await RunAsync(() => hasher.VerifyHashedPassword(checkedUser, checkedUser.PasswordHash!, password), cancellation);
        return somebody is null ? PasswordVerificationResult.Failed : result;
    }

    public void Dispose() => _limiter.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        using var turn = await _limiter.AcquireAsync(1, cancellation);
        return turn.IsAcquired
            ? await Task.Run(work, cancellation)
            : throw Busy();
    }
}
