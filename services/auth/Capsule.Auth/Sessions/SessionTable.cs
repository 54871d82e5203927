using System.Net;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Sessions;

/// <summary>The statements of <c>sessions</c>. Those of a refresh are in <c>Refresh/RefreshTokenTable</c>.</summary>
internal sealed class SessionTable(AuthDbContext database, StatementBatcher statements)
{
    private const int DeleteBatch = 2000;

    // Relies on ix_sessions_user_id_id.
    internal static readonly SchemaSql List = new(
        """
        select id, device, address, created_at, last_seen_at, expires_at
        from {schema}.sessions
        where user_id = @user_id and revoked_at is null and expires_at > clock_timestamp() and id < @before
        order by id desc
        limit @limit
        """
    );

    // Relies on pk_sessions.
    private static readonly SchemaSql End = Ending("session.id = @session_id");

    // Relies on pk_sessions.
    private static readonly SchemaSql EndOfUser = Ending("session.id = @session_id and session.user_id = @user_id");

    // Relies on ix_sessions_user_id_id.
    private static readonly SchemaSql EndAll = Ending("session.user_id = @user_id and session.id is distinct from @except");

    // Relies on pk_sessions and pk_users.
    private static readonly SchemaSql Renew = new(
        """
        update {schema}.sessions session
        set stepped_up_at = @now, last_seen_at = clock_timestamp(), methods = coalesce(@methods, methods)
        from {schema}.users owner
        where session.id = @session_id and session.user_id = @user_id and session.revoked_at is null
            and session.expires_at > clock_timestamp() and owner.id = session.user_id and owner.active
        returning session.scopes as "Scopes", session.methods as "Methods",
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Roles"
        """
    );

    // Reads the table in the order of its primary key, whose values follow time. An index on expires_at would have to be updated by every
    // refresh (docs/decisions/018). Relies on pk_sessions.
    private static readonly SchemaSql DeleteEnded = new(
        $$"""
        with seen as materialized (
            select id, created_at, least(revoked_at, expires_at) < clock_timestamp() - @retention as over from {schema}.sessions
            where id > @after order by id limit {{DeleteBatch}}),
        gone as (
            delete from {schema}.sessions session using seen where seen.over and session.id = seen.id returning session.id),
        last as (
            select id, created_at from seen order by id desc limit 1)
        select last.id as "Last", (select count(*) from gone) as "Deleted",
            (select count(*) from seen) = {{DeleteBatch}} and last.created_at < clock_timestamp() - @retention as "More"
        from last
        """
    );

    // Sorts after every identifier, so that the first page needs no statement of its own.
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Lists a user's sessions, newest first.</summary>
    /// <param name="user">The user.</param>
    /// <param name="current">The caller's session.</param>
    /// <param name="before">The session that the list goes on after; null for the newest.</param>
    /// <param name="limit">How many to read.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public Task<List<SessionResponse>> ListAsync(Guid user, Guid? current, Guid? before, int limit, CancellationToken cancellationToken) =>
        statements.ReadAsync(
            List,
            [
                new NpgsqlParameter<Guid>("user_id", user),
                new NpgsqlParameter<Guid>("before", before ?? Last),
                new NpgsqlParameter<int>("limit", limit),
            ],
            row => Read(row, current),
            cancellationToken
        );

    /// <summary>Ends a session and returns its user; null when the session has ended, or is not the given user's.</summary>
    public async Task<Guid?> EndAsync(Guid session, Guid? user, string reason, CancellationToken cancellationToken)
    {
        List<object> parameters = [new NpgsqlParameter("session_id", session), new NpgsqlParameter("reason", reason)];
        if (user is { } owner)
        {
            parameters.Add(new NpgsqlParameter("user_id", owner));
        }

        var ended = await EndAsync(user is null ? End : EndOfUser, parameters, cancellationToken);
        return ended is [var ofUser] ? ofUser : null;
    }

    /// <summary>Ends all sessions of a user except one, and returns how many.</summary>
    public async Task<int> EndAllAsync(Guid user, Guid? except, string reason, CancellationToken cancellationToken)
    {
        List<object> parameters =
        [
            new NpgsqlParameter("user_id", user),
            new NpgsqlParameter<Guid?>("except", except),
            new NpgsqlParameter("reason", reason),
        ];
        return (await EndAsync(EndAll, parameters, cancellationToken)).Count;
    }

    /// <summary>Records a new proof of a user in a session; null when the session has ended or the user may not sign in.</summary>
    /// <param name="user">The user.</param>
    /// <param name="session">The session.</param>
    /// <param name="methods">How the user proved it; null leaves the session's methods as they are.</param>
    /// <param name="now">When the user proved it.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task<SteppedUpRow?> StepUpAsync(
        Guid user,
        Guid session,
        string[]? methods,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        (
            await database
                .Database.SqlQueryRaw<SteppedUpRow>(
                    Renew.In(database),
                    new NpgsqlParameter("session_id", session),
                    new NpgsqlParameter("user_id", user),
                    new NpgsqlParameter("now", now),
                    new NpgsqlParameter<string[]?>("methods", methods)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>Deletes sessions of one batch that ended or expired long ago; null when no session follows.</summary>
    /// <param name="after">The last session of the batch before.</param>
    /// <param name="retention">How long a session is kept.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task<DeletedBatch?> DeleteEndedAsync(Guid after, TimeSpan retention, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<DeletedBatch>(
                    DeleteEnded.In(database),
                    new NpgsqlParameter("after", after),
                    new NpgsqlParameter("retention", retention)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>Reads a row of <see cref="List"/>.</summary>
    internal static SessionResponse Read(NpgsqlDataReader row, Guid? current)
    {
        var id = row.Field<Guid>("id");
        return new SessionResponse(
            id,
            row.Field<string>("device"),
            (row["address"] as IPAddress)?.ToString(),
            row.Field<DateTimeOffset>("created_at"),
            row.Field<DateTimeOffset>("last_seen_at"),
            row.Field<DateTimeOffset>("expires_at"),
            id == current
        );
    }

    // The time is the database's, because RevocationAnnouncer compares with it.
    private static SchemaSql Ending(string which) =>
        new(
            $$"""
            update {schema}.sessions session set revoked_at = clock_timestamp(), revoked_because = @reason
            where {{which}} and session.revoked_at is null
            returning session.user_id as "Value"
            """
        );

    private Task<List<Guid>> EndAsync(SchemaSql statement, List<object> parameters, CancellationToken cancellationToken) =>
        database.Database.SqlQueryRaw<Guid>(statement.In(database), [.. parameters]).ToListAsync(cancellationToken);

    /// <summary>A row of <see cref="Renew"/>.</summary>
    internal sealed record SteppedUpRow(string[] Scopes, string[] Methods, string[] Roles);

    /// <summary>The row of <see cref="DeleteEnded"/>.</summary>
    internal sealed record DeletedBatch(Guid Last, long Deleted, bool More);
}
