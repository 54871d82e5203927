using Capsule.Auth.Cleanup;
using Capsule.Data;

namespace Capsule.Auth.Authorization;

/// <summary>Deletes authorization codes a day after they expired: until then one that comes again ends the session that it began.</summary>
internal sealed class ExpiredCodes(AuthDbContext database) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_authorization_codes_expires_at, and so on current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Delete = new($$"""
        delete from schema.authorization_codes where ctid = any(array(
            select ctid from schema.authorization_codes where expires_at < current_timestamp - interval '1 day'
            order by expires_at limit {{Batch}} for update skip locked))
        """);

    public string Of => "expired authorization codes";

    public Task<long> RunAsync(CancellationToken cancellation) =>
        database.RunInBatchesAsync(Delete, Batch, cancellation);
}
