using Capsule.Auth.Audit;
using Capsule.Auth.Emails;
using Capsule.Data;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>Takes a login from an account, unless it is the last way in.</summary>
internal sealed class UnlinkLogin(AuthDbContext database, EmailOutbox emails, AuditLog audit)
{
    // Relies on pk_users. Of two at once the second waits, so that they do not take the last two logins together.
    private static readonly SchemaSql Lock = new("select * from {schema}.users where id = {0} for no key update");

    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var user = (await database.Users.FromSqlRaw(Lock.In(database), userId).ToListAsync(cancellationToken)).Single();

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
