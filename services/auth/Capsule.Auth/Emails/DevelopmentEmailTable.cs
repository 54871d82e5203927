using Capsule.Auth.Cleanup;
using Capsule.Data;
using Npgsql;

namespace Capsule.Auth.Emails;

/// <summary>The statement of <c>development_emails</c>.</summary>
internal sealed class DevelopmentEmailTable(AuthDbContext database)
{
    private const int DeleteBatch = 1000;

    // Relies on ix_development_emails_created_at, and therefore on current_timestamp: PostgreSQL uses no index for a comparison with
    // clock_timestamp().
    private static readonly SchemaSql DeleteOld = new(
        $$"""
        delete from {schema}.development_emails where ctid = any(array(
            select ctid from {schema}.development_emails where created_at < current_timestamp - @retention
            order by created_at limit {{DeleteBatch}} for update skip locked))
        """
    );

    /// <summary>Deletes e-mails that are older than the retention, and returns how many.</summary>
    public Task<long> DeleteOldAsync(TimeSpan retention, CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(DeleteOld, DeleteBatch, cancellationToken, new NpgsqlParameter("retention", retention));
}
