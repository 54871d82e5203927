using Capsule.Auth.Cleanup;
using Capsule.Data;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// Deletes counts of wrong passwords a day after the last one that counted, and with them the networks that they came from.
/// </summary>
internal sealed class OldPasswordFailures(AuthDbContext database) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_password_failures_updated_at, and so on current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Delete = new(
        $$"""
        delete from {schema}.password_failures where ctid = any(array(
            select ctid from {schema}.password_failures where updated_at < current_timestamp - interval '1 day'
            order by updated_at limit {{Batch}} for update skip locked))
        """
    );

    public string Of => "counts of wrong passwords";

    public Task<long> RunAsync(CancellationToken cancellationToken) => database.RunInBatchesAsync(Delete, Batch, cancellationToken);
}
