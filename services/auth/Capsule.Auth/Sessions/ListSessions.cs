using System.Net;
using Capsule.Data;
using Capsule.Web;
using Npgsql;

namespace Capsule.Auth.Sessions;

/// <summary>Lists a user's sessions, newest first, page by page.</summary>
internal sealed class ListSessions(StatementBatcher statements)
{
    /// <summary>Relies on ix_sessions_user_id_id.</summary>
    internal static readonly SchemaSql Statement = new(
        """
        select id, device, address, created_at, last_seen_at, expires_at
        from {schema}.sessions
        where user_id = $1 and revoked_at is null and expires_at > clock_timestamp() and id < $2
        order by id desc
        limit $3
        """
    );

    // Sorts after every identifier, so that the first page needs no statement of its own.
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Returns a page of a user's sessions.</summary>
    /// <param name="user">The user's identifier.</param>
    /// <param name="current">The caller's session.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<SessionResponse>> ExecuteAsync(
        Guid user,
        Guid? current,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    )
    {
        var rows = await statements.ReadAsync(
            Statement,
            [
                new NpgsqlParameter<Guid> { TypedValue = user },
                new NpgsqlParameter<Guid> { TypedValue = page.After ?? Last },
                new NpgsqlParameter<int> { TypedValue = page.Fetch },
            ],
            row => Read(row, current),
            cancellationToken
        );
        return page.PageOf(rows, static session => session.Id);
    }

    /// <summary>Reads a row of the statement.</summary>
    internal static SessionResponse Read(NpgsqlDataReader row, Guid? current)
    {
        var id = row.Field<Guid>("id");
        return new SessionResponse(
            id,
            row.Field<string>("device"),
            (row["address"] as IPAddress)?.ToString(),
            Moment("created_at"),
            Moment("last_seen_at"),
            Moment("expires_at"),
            id == current
        );

        DateTimeOffset Moment(string column) => row.Field<DateTimeOffset>(column);
    }
}
