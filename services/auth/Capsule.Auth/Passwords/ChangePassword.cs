using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Passwords;

/// <summary>Replaces a user's password, and ends the sessions that others may have with the old one.</summary>
internal sealed class ChangePassword(
    AuthDbContext database, PasswordHashing passwords, Lockout lockout, EndSession sessions, AuditLog audit, TimeProvider time)
{
    /// <summary>Returns false when the password of now is wrong; that counts as a failed sign-in.</summary>
    public async Task<bool> ExecuteAsync(Guid userId, Guid? sessionId, ChangePasswordRequest request, CancellationToken cancellation)
    {
        var user = await database.Users.SingleOrDefaultAsync(user => user.Id == userId && user.Active, cancellation);
        var isLocked = user?.LockoutEnd > time.GetUtcNow();
        if (await passwords.VerifyAsync(user, request.CurrentPassword, cancellation) == PasswordVerificationResult.Failed || user is null || isLocked)
        {
            await lockout.FailedAsync(userId, cancellation);
            return false;
        }

        user.PasswordHash = await passwords.HashAsync(user, request.NewPassword, cancellation);
        audit.Add(AuditEvents.PasswordChanged, userId);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.SaveChangesAsync(cancellation);
        await sessions.OfUserAsync(userId, sessionId, RevocationReason.PasswordChanged, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
