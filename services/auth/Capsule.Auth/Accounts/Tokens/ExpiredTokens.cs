using Capsule.Auth.Cleanup;
using Capsule.Data;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>Deletes tokens that expired, used or not; a day later, so that a question to support can still be answered.</summary>
internal sealed class ExpiredTokens(AuthDbContext database) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_account_tokens_expires_at, and so on current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Delete = new(
        $$"""
        delete from {schema}.account_tokens where ctid = any(array(
            select ctid from {schema}.account_tokens where expires_at < current_timestamp - interval '1 day'
            order by expires_at limit {{Batch}} for update skip locked))
        """
    );

    public string Of => "expired tokens of e-mails";

    public Task<long> RunAsync(CancellationToken cancellationToken) => database.RunInBatchesAsync(Delete, Batch, cancellationToken);
}
