using Capsule.Auth.Cleanup;
using Capsule.Data;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>Deletes attempts that can go on no more, with what providers told for them.</summary>
internal sealed class ExpiredAttempts(AuthDbContext database) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_sign_in_attempts_expires_at.
    private static readonly SchemaSql Delete = new(
        $$"""
        delete from {schema}.sign_in_attempts where ctid = any(array(
            select ctid from {schema}.sign_in_attempts where expires_at < current_timestamp order by expires_at limit {{Batch}} for update skip locked))
        """
    );

    public string Of => "expired attempts to sign in at providers";

    public Task<long> RunAsync(CancellationToken cancellationToken) => database.RunInBatchesAsync(Delete, Batch, cancellationToken);
}
