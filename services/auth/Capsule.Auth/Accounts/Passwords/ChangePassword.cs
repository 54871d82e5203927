using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Passwords;

/// <summary>Replaces a user's password, and ends the sessions that others may have with the old one.</summary>
internal sealed class ChangePassword(
    AuthDbContext database, PasswordHashing passwords, CurrentPassword current, UserLock users, EndSession sessions, AccountTokenTable tokens,
    AuditLog audit)
{
    /// <summary>A proof that is wrong or missing counts as a failed sign-in.</summary>
    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, Guid? sessionId, ChangePasswordRequest request, CancellationToken cancellation)
    {
        if (await current.CheckAsync(userId, request, cancellation) is not { } user)
        {
            return CurrentPassword.Wrong("currentPassword");
        }

        var known = user.PasswordHash;
        var changed = await passwords.HashAsync(user, request.NewPassword, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await users.RefuseUnderWayAsync(userId, cancellation);
        if (!await IsStillProvedAsync(userId, known, sessionId, cancellation))
        {
            return CurrentPassword.Wrong("currentPassword");
        }

        user.PasswordHash = changed;
        audit.Add(AuditEvents.PasswordChanged, userId);
        await database.SaveChangesAsync(cancellation);
        await sessions.OfUserAsync(userId, sessionId, RevocationReason.PasswordChanged, cancellation);
        await tokens.CancelAsync(userId, cancellation);
        await transaction.CommitAsync(cancellation);
        return Outcome.Done;
    }

    // Not by the security stamp: who ends other sessions meanwhile changes that, and nothing about the proof.
    private Task<bool> IsStillProvedAsync(Guid userId, string? known, Guid? sessionId, CancellationToken cancellation) => database.Users.AnyAsync(
        user => user.Id == userId && user.Active && user.PasswordHash == known
            && (sessionId == null || database.Sessions.Any(session => session.Id == sessionId && session.RevokedAt == null)),
        cancellation);
}
