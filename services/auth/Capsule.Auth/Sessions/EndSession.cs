using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Sessions;

/// <summary>Ends sessions: their refresh tokens are good for nothing any more.</summary>
internal sealed class EndSession(AuthDbContext database, RefreshTokens refreshTokens, TimeProvider time)
{
    /// <summary>Ends the session that a refresh token belongs to, whichever of its generations; a token that is none ends nothing.</summary>
    public Task ByTokenAsync(string token, CancellationToken cancellation) => refreshTokens.Read(token) is { } presented
        ? EndAsync(database.Sessions.Where(session => session.Id == presented.SessionId), RevocationReason.SignedOut, cancellation)
        : Task.CompletedTask;

    /// <summary>Ends a user's session; returns whether it was there and had not ended.</summary>
    public async Task<bool> ByIdAsync(Guid userId, Guid sessionId, CancellationToken cancellation) =>
        await EndAsync(database.Sessions.Where(session => session.Id == sessionId && session.UserId == userId), RevocationReason.SignedOut, cancellation) > 0;

    /// <summary>Ends all sessions of a user but one, and returns how many.</summary>
    public Task<int> OfUserAsync(Guid userId, Guid? except, string reason, CancellationToken cancellation) =>
        EndAsync(database.Sessions.Where(session => session.UserId == userId && session.Id != except), reason, cancellation);

    private Task<int> EndAsync(IQueryable<Session> sessions, string reason, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return sessions.Where(session => session.RevokedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(session => session.RevokedAt, now).SetProperty(session => session.RevokedBecause, reason), cancellation);
    }
}
