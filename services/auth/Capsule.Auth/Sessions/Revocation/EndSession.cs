using Capsule.Auth.Audit;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Ends sessions. The refresh token of an ended session is refused; <see cref="RevocationAnnouncer"/> tells the services.
/// </summary>
internal sealed class EndSession(
    AuthDbContext database,
    SessionTable table,
    RefreshTokens refreshTokens,
    UserLock users,
    IUserGrants grants,
    AuditLog audit
)
{
    /// <summary>
    /// Ends the session of a refresh token of any generation. A token that this service did not create ends nothing.
    /// </summary>
    public async Task ByTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (refreshTokens.Read(token) is { } presented)
        {
            await EndAsync(presented.SessionId, user: null, RevocationReason.SignedOut, byUser: true, cancellationToken);
        }
    }

    /// <summary>Ends a session at its user's request.</summary>
    public async Task<Outcome<Done>> ByIdAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        await EndAsync(sessionId, userId, RevocationReason.SignedOut, byUser: true, cancellationToken)
            ? Outcome.Done
            : SessionRefusals.NotYours(sessionId);

    /// <summary>Ends a user's session at an administrator's request.</summary>
    public async Task<Outcome<Done>> ByAdministratorAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        await EndAsync(sessionId, userId, RevocationReason.Administrator, byUser: false, cancellationToken)
            ? Outcome.Done
            : SessionRefusals.NotOfUser(userId, sessionId);

    /// <summary>
    /// Ends all sessions of a user except one, and everything that the user granted to clients. Returns how many sessions and grants ended.
    /// A sign-in that runs at the same time either commits first and is ended too, or fails (<see cref="UserLock"/>).
    /// </summary>
    public async Task<int> OfUserAsync(Guid userId, Guid? except, string reason, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        await users.RefuseUnderWayAsync(userId, cancellationToken);
        var ended =
            await table.EndAllAsync(userId, except, reason, cancellationToken) + await grants.EndOfUserAsync(userId, cancellationToken);
        if (ended > 0)
        {
            audit.Add(AuditEvents.SessionsEnded, userId, new { Reason = reason, Sessions = ended });
            await database.SaveChangesAsync(cancellationToken);
        }

        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
        return ended;
    }

    // The user is named as the actor, because a request with nothing but a refresh token has no caller. An administrator is the caller.
    private async Task<bool> EndAsync(Guid session, Guid? user, string reason, bool byUser, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        if (await table.EndAsync(session, user, reason, cancellationToken) is not { } owner)
        {
            return false;
        }

        audit.Add(AuditEvents.SessionEnded, owner, new { Reason = reason }, actor: byUser ? owner : null, session);
        await database.SaveChangesAsync(cancellationToken);
        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
        return true;
    }

    // Null inside a caller's transaction, which the caller commits.
    private async Task<IDbContextTransaction?> BeginAsync(CancellationToken cancellationToken) =>
        database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
}
