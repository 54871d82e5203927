using Capsule.Auth.Cleanup;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>Deletes attempts that have expired, with what providers told about users.</summary>
internal sealed class ExpiredAttempts(AttemptTable table) : ICleanup
{
    public string Of => "expired attempts to sign in at providers";

    public Task<long> RunAsync(CancellationToken cancellationToken) => table.DeleteExpiredAsync(cancellationToken);
}
