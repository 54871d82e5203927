using Capsule.Auth.Cleanup;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Deletes sessions that ended or expired long ago. Reads the table in the order of its primary key, whose values follow time, because
/// every refresh would have to update an index on <c>expires_at</c> (docs/decisions/018).
/// </summary>
internal sealed class EndedSessions(AuthDbContext database, IOptionsMonitor<SessionOptions> options) : ICleanup
{
    private const int Batch = 2000;

    // Relies on pk_sessions.
    private static readonly SchemaSql Delete = new(
        $$"""
        with seen as materialized (
            select id, created_at, least(revoked_at, expires_at) < clock_timestamp() - {1} as over from {schema}.sessions
            where id > {0} order by id limit {{Batch}}),
        gone as (
            delete from {schema}.sessions session using seen where seen.over and session.id = seen.id returning session.id),
        last as (
            select id, created_at from seen order by id desc limit 1)
        select last.id as "Last", (select count(*) from gone) as "Deleted",
            (select count(*) from seen) = {{Batch}} and last.created_at < clock_timestamp() - {1} as "More"
        from last
        """
    );

    public string Of => "sessions that ended long ago";

    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        long deleted = 0;
        var after = Guid.Empty;
        var more = true;
        while (more)
        {
            var batch = (
                await database
                    .Database.SqlQueryRaw<WalkedBatch>(Delete.In(database), after, options.CurrentValue.Retention)
                    .ToListAsync(cancellationToken)
            ).SingleOrDefault();
            (after, more) = (batch?.Last ?? after, batch is { More: true });
            deleted += batch?.Deleted ?? 0;
        }

        return deleted;
    }

    /// <summary>A row that the statement returns.</summary>
    internal sealed record WalkedBatch(Guid Last, long Deleted, bool More);
}
