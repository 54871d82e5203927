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

/// <summary>Replaces a user's password, and ends the sessions that somebody else may have begun with the old one.</summary>
internal sealed class ChangePassword(
    AuthDbContext database,
    PasswordHashing passwords,
    CurrentPassword current,
    UserLock users,
    EndSession sessions,
    AccountTokenTable tokens,
    AuditLog audit
)
{
    /// <summary>Changes the password. A proof that is wrong or missing counts as a failed sign-in.</summary>
    public async Task<Outcome<Done>> ExecuteAsync(
        Guid userId,
        Guid? sessionId,
        ChangePasswordRequest request,
        CancellationToken cancellationToken
    )
    {
        var proved = await current.CheckAsync(userId, request, cancellationToken);
        if (proved.Refusal is { } refusal)
        {
            return refusal;
        }

        var user = proved.Value;
        var known = user.PasswordHash;
        var changed = await passwords.HashAsync(user, request.NewPassword, cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await users.RefuseUnderWayAsync(userId, cancellationToken);
        if (!await IsStillProvedAsync(userId, known, sessionId, cancellationToken))
        {
            return CurrentPassword.Wrong(request.PasswordField);
        }

        user.PasswordHash = changed;
        audit.Add(AuditEvents.PasswordChanged, userId);
        await database.SaveChangesAsync(cancellationToken);
        await sessions.OfUserAsync(userId, sessionId, RevocationReason.PasswordChanged, cancellationToken);
        await tokens.CancelAsync(userId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    // Does not compare the security stamp, which also changes when the user ends other sessions meanwhile.
    private Task<bool> IsStillProvedAsync(Guid userId, string? known, Guid? sessionId, CancellationToken cancellationToken) =>
        database.Users.AnyAsync(
            user =>
                user.Id == userId
                && user.Active
                && user.PasswordHash == known
                && (sessionId == null || database.Sessions.Any(session => session.Id == sessionId && session.RevokedAt == null)),
            cancellationToken
        );
}
