using System.Net;
using Capsule.Data;
using Npgsql;

namespace Capsule.Auth.Sessions;

/// <summary>Lists a user's sessions, newest first, page by page.</summary>
internal sealed class ListSessions(StatementBatcher statements)
{
    /// <summary>Relies on ix_sessions_user_id_id.</summary>
    internal static readonly SchemaSql Statement = new("""
        select id, device, address, created_at, last_seen_at, expires_at
        from {schema}.sessions
        where user_id = $1 and revoked_at is null and expires_at > clock_timestamp() and id < $2
        order by id desc
        limit $3
        """);

    // Sorts after every identifier, so that the first page needs no statement of its own.
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Returns a page of a user's sessions.</summary>
    /// <param name="user">The user's identifier.</param>
    /// <param name="current">The caller's session.</param>
    /// <param name="after">The session before the page; null for the first page.</param>
    /// <param name="limit">The most sessions on the page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<SessionPage> ExecuteAsync(Guid user, Guid? current, Guid? after, int limit, CancellationToken cancellationToken)
    {
        // An additional row tells whether another page follows.
        var page = await statements.ReadAsync(
            Statement,
            [
                new NpgsqlParameter<Guid> { TypedValue = user }, new NpgsqlParameter<Guid> { TypedValue = after ?? Last },
                new NpgsqlParameter<int> { TypedValue = limit + 1 },
            ],
            row => Read(row, current),
            cancellationToken);
        return page.Count > limit ? new SessionPage(page[..limit], page[limit - 1].Id) : new SessionPage(page, null);
    }

    /// <summary>Reads a row of the statement.</summary>
    internal static SessionResponse Read(NpgsqlDataReader row, Guid? current) => new(
        row.GetGuid(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<IPAddress>(2).ToString(),
        row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), row.GetGuid(0) == current);
}
