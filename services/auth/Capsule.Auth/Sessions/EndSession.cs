using Capsule.Auth.Audit;
using Capsule.Auth.OAuth;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Sessions;

/// <summary>Ends sessions: their refresh tokens are good for nothing any more.</summary>
internal sealed class EndSession(AuthDbContext database, RefreshTokens refreshTokens, Families families, AuditLog audit, TimeProvider time)
{
    // Relies on pk_sessions.
    private const string ById = "session.id = {2}";

    // Relies on ix_sessions_user_id_id.
    private const string ByUser = "session.user_id = {2} and session.id is distinct from {3}";

    /// <summary>Ends the session that a refresh token belongs to, whichever of its generations; a token that is none ends nothing.</summary>
    public async Task ByTokenAsync(string token, CancellationToken cancellation)
    {
        if (refreshTokens.Read(token) is { } presented)
        {
            await EndOneAsync(ById, presented.SessionId, null, cancellation);
        }
    }

    /// <summary>Ends a user's session; returns whether it was there and had not ended.</summary>
    public Task<bool> ByIdAsync(Guid userId, Guid sessionId, CancellationToken cancellation) =>
        EndOneAsync($"{ById} and session.user_id = {{3}}", sessionId, userId, cancellation);

    /// <summary>Ends all sessions of a user but one, and all that the user granted to clients; returns how many sessions and grants that were.</summary>
    public async Task<int> OfUserAsync(Guid userId, Guid? except, string reason, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(cancellation);
        var ended = (await EndAsync(ByUser, userId, except, reason, cancellation)).Count;

        // A statement of its own: a grant that was made while the one before waited for its session is seen only now.
        ended += await families.EndOfUserAsync(userId, cancellation);
        if (ended > 0)
        {
            audit.Add(AuditEvents.SessionsEnded, userId, new { Reason = reason, Sessions = ended });
            await database.SaveChangesAsync(cancellation);
        }

        await (transaction?.CommitAsync(cancellation) ?? Task.CompletedTask);
        return ended;
    }

    private async Task<bool> EndOneAsync(string which, Guid session, Guid? user, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(cancellation);
        if ((await EndAsync(which, session, user, RevocationReason.SignedOut, cancellation)).SingleOrDefault() is not { } ended)
        {
            return false;
        }

        // Who gives a refresh token back is its user, or a client that has it from them.
        audit.Add(AuditEvents.SessionEnded, ended.UserId, actor: ended.UserId, session: session);
        await database.SaveChangesAsync(cancellation);
        await (transaction?.CommitAsync(cancellation) ?? Task.CompletedTask);
        return true;
    }

    // Callers may have begun one.
    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction?> BeginAsync(CancellationToken cancellation) =>
        database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellation) : null;

    private Task<List<EndedRow>> EndAsync(string which, Guid first, Guid? second, string reason, CancellationToken cancellation)
    {
        var sql = $$"""
            update {{SqlText.Identifier(database.Schema, "sessions")}} session set revoked_at = {0}, revoked_because = {1}
            where {{which}} and session.revoked_at is null
            returning session.user_id as "UserId"
            """;
        return database.Database.SqlQueryRaw<EndedRow>(
            sql, time.GetUtcNow(), reason, first, new NpgsqlParameter { Value = (object?)second ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid })
            .ToListAsync(cancellation);
    }

    /// <summary>What the statement returns.</summary>
    internal sealed record EndedRow(Guid UserId);
}
