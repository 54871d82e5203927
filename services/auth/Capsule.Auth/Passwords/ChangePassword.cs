using Capsule.Auth.AccountTokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Passwords;

/// <summary>Replaces a user's password, and ends the sessions that others may have with the old one.</summary>
internal sealed class ChangePassword(
    AuthDbContext database, PasswordHashing passwords, CurrentPassword current, EndSession sessions, AccountTokenTable tokens, AuditLog audit)
{
    /// <summary>Returns false when the proof is wrong or missing; that counts as a failed sign-in.</summary>
    public async Task<bool> ExecuteAsync(Guid userId, Guid? sessionId, ChangePasswordRequest request, CancellationToken cancellation)
    {
        if (await current.CheckAsync(userId, request, cancellation) is not { } user)
        {
            return false;
        }

        user.PasswordHash = await passwords.HashAsync(user, request.NewPassword, cancellation);
        user.SecurityStamp = Guid.NewGuid().ToString();
        audit.Add(AuditEvents.PasswordChanged, userId);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // The password is another since it was checked.
        }

        await sessions.OfUserAsync(userId, sessionId, RevocationReason.PasswordChanged, cancellation);
        await tokens.CancelAsync(userId, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
