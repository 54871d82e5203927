using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Emails;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.SignIn.External;

/// <summary>
/// Gives an account whose address nobody has proved to who proves it at a provider, after everything older is closed. Otherwise whoever
/// signed up first with somebody else's address would keep them out. An account with a proved address is given to nobody.
/// </summary>
internal sealed class ClaimUnprovedAccount(AuthDbContext database, CloseOlderAccess close, EmailOutbox emails, AuditLog audit)
{
    // Relies on ix_users_email and pk_authenticators. The authenticator first, as everywhere.
    private static readonly SchemaSql LockAuthenticator = new(
        """
        select user_id as "Value" from {schema}.authenticators
        where user_id = (select id from {schema}.users where email = {0}::citext) for no key update
        """
    );

    // Relies on ix_users_email.
    private static readonly SchemaSql Lock = new(
        """
        select id as "Value" from {schema}.users where email = {0}::citext and active and not email_verified for no key update
        """
    );

    /// <summary>Returns the user, in the caller's transaction; null when the address has no such account.</summary>
    public async Task<User?> ExecuteAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt is not { Email: { } email, EmailVerified: true })
        {
            return null;
        }

        await database.Database.SqlQueryRaw<Guid>(LockAuthenticator.In(database), email).ToListAsync(cancellationToken);
        if (await database.Database.SqlQueryRaw<Guid>(Lock.In(database), email).ToListAsync(cancellationToken) is not [var id])
        {
            return null;
        }

        var closed = await close.ExecuteAsync(
            id,
            passwordHash: null,
            keepFactors: false,
            RevocationReason.AddressProved,
            cancellationToken
        );
        var user = await database.Users.SingleAsync(user => user.Id == id, cancellationToken);
        database.UserLogins.Add(
            new UserLogin
            {
                UserId = id,
                Provider = attempt.Provider,
                Subject = attempt.Subject!,
                Email = email,
                LastUsedAt = attempt.AnsweredAt,
            }
        );
        emails.Add(EmailTemplates.LoginLinked, Recipient.Of(user), ("provider", attempt.Provider));
        audit.Add(AuditEvents.EmailVerified, id, new { attempt.Provider, Closed = closed }, actor: id);
        audit.Add(AuditEvents.LoginLinked, id, new { attempt.Provider }, actor: id);
        return user;
    }
}
