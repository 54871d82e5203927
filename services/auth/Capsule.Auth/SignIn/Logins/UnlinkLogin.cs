using Capsule.Auth.Audit;
using Capsule.Auth.Emails;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>Removes a login from an account, unless it is the last way into the account.</summary>
internal sealed class UnlinkLogin(AuthDbContext database, UserTable users, EmailOutbox emails, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // The lock makes the second of two requests wait, so that they do not remove the last two logins together.
        var user = await users.LockAndReadAsync(userId, cancellationToken);

        // Relies on ix_user_logins_user_id.
        var logins = await database.UserLogins.Where(login => login.UserId == userId).ToListAsync(cancellationToken);
        if (logins.SingleOrDefault(login => login.Id == id) is not { } login)
        {
            return Refusal.NotFound("login-not-found", $"You have no login {id}.");
        }

        if (logins.Count == 1 && !user.HasPassword)
        {
            return Refusal.Conflict(
                "last-login",
                "It is the only way into your account: set a password first (PUT /api/users/me/password), or link another provider."
            );
        }

        database.UserLogins.Remove(login);
        emails.Add(EmailTemplates.LoginUnlinked, Recipient.Of(user), ("provider", login.Provider));
        audit.Add(AuditEvents.LoginUnlinked, userId, new { login.Provider });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
