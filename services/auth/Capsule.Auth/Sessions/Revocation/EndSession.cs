using Capsule.Auth.Audit;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Users;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Ends sessions. The refresh token of an ended session is refused; <see cref="RevocationAnnouncer"/> tells the services.
/// </summary>
internal sealed class EndSession(AuthDbContext database, RefreshTokens refreshTokens, UserLock users, IUserGrants grants, AuditLog audit)
{
    // Relies on pk_sessions.
    private const string ById = "session.id = {1}";
    private const string OfUser = $"{ById} and session.user_id = {{2}}";

    // Relies on ix_sessions_user_id_id.
    private const string ByUser = "session.user_id = {1} and session.id is distinct from {2}";

    /// <summary>
    /// Ends the session of a refresh token, of whichever generation. A token that this service did not make ends nothing.
    /// </summary>
    public async Task ByTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (refreshTokens.Read(token) is { } presented)
        {
            await EndOneAsync(ById, presented.SessionId, user: null, RevocationReason.SignedOut, actor: null, cancellationToken);
        }
    }

    /// <summary>Ends a session at its user's request. Returns false when the user has no such session, or it has ended.</summary>
    public Task<bool> ByIdAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        EndOneAsync(OfUser, sessionId, userId, RevocationReason.SignedOut, actor: userId, cancellationToken);

    /// <summary>
    /// Ends a user's session at an administrator's request. Returns false when the user has no such session, or it has ended.
    /// </summary>
    public Task<bool> ByAdministratorAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        EndOneAsync(OfUser, sessionId, userId, RevocationReason.Administrator, actor: null, cancellationToken);

    /// <summary>
    /// Ends all sessions of a user except one, and everything that the user granted to clients. Returns how many sessions and grants ended.
    /// A sign-in that runs at the same time either commits first and is ended too, or fails (<see cref="UserLock"/>).
    /// </summary>
    public async Task<int> OfUserAsync(Guid userId, Guid? except, string reason, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        await users.RefuseUnderWayAsync(userId, cancellationToken);
        var ended =
            (await EndAsync(ByUser, userId, except, reason, cancellationToken)).Count
            + await grants.EndOfUserAsync(userId, cancellationToken);
        if (ended > 0)
        {
            audit.Add(AuditEvents.SessionsEnded, userId, new { Reason = reason, Sessions = ended });
            await database.SaveChangesAsync(cancellationToken);
        }

        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
        return ended;
    }

    private async Task<bool> EndOneAsync(
        string which,
        Guid session,
        Guid? user,
        string reason,
        Guid? actor,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await BeginAsync(cancellationToken);
        if ((await EndAsync(which, session, user, reason, cancellationToken)).SingleOrDefault() is not { } ended)
        {
            return false;
        }

        // Whoever presents the refresh token acts for its user.
        audit.Add(AuditEvents.SessionEnded, ended.UserId, new { Reason = reason }, actor ?? (user is null ? ended.UserId : null), session);
        await database.SaveChangesAsync(cancellationToken);
        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
        return true;
    }

    // Null inside a caller's transaction, which the caller commits.
    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction?> BeginAsync(CancellationToken cancellationToken) =>
        database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;

    // The time is the database's, because RevocationAnnouncer compares with it.
    private Task<List<EndedRow>> EndAsync(string which, Guid first, Guid? second, string reason, CancellationToken cancellationToken)
    {
        var sql = new SchemaSql(
            $$"""
            update {schema}.sessions session set revoked_at = clock_timestamp(), revoked_because = {0}
            where {{which}} and session.revoked_at is null
            returning session.user_id as "UserId"
            """
        );
        return database
            .Database.SqlQueryRaw<EndedRow>(
                sql.In(database),
                reason,
                first,
                new NpgsqlParameter { Value = (object?)second ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>A row that the statement returns.</summary>
    internal sealed record EndedRow(Guid UserId);
}
