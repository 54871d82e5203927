using System.Net;
using Capsule.Data;
using Capsule.ServiceDefaults.Database;
using Npgsql;

namespace Capsule.Auth.Sessions;

/// <summary>Lists where a user is signed in, newest first, page by page.</summary>
internal sealed class ListSessions(GroupedStatements statements, TimeProvider time)
{
    /// <summary>Relies on ix_sessions_user_id_id.</summary>
    internal static readonly SchemaSql Statement = new("""
        select id, device, address, created_at, last_seen_at, expires_at
        from schema.sessions
        where user_id = $1 and revoked_at is null and expires_at > $2 and id < $3
        order by id desc
        limit $4
        """);

    // Behind every other, so that one statement does for the first page and those that follow.
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Returns a page.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="current">The session that asks.</param>
    /// <param name="after">The session that the page follows; null for the first.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SessionPage> ExecuteAsync(Guid user, Guid? current, Guid? after, int most, CancellationToken cancellation)
    {
        // One more than asked for tells whether another page follows.
        var page = await statements.ReadAsync(
            Statement,
            [
                new NpgsqlParameter<Guid> { TypedValue = user }, new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() },
                new NpgsqlParameter<Guid> { TypedValue = after ?? Last }, new NpgsqlParameter<int> { TypedValue = most + 1 },
            ],
            row => Read(row, current),
            cancellation);
        return page.Count > most ? new SessionPage(page[..most], page[most - 1].Id) : new SessionPage(page, null);
    }

    /// <summary>Reads a row of the statement.</summary>
    internal static SessionResponse Read(NpgsqlDataReader row, Guid? current) => new(
        row.GetGuid(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<IPAddress>(2).ToString(),
        row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), row.GetGuid(0) == current);
}
