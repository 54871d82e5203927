using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.SignIn.External;

/// <summary>
/// Gives an account with an unproved address to the user who proves the address at a provider, after closing all older access. Otherwise
/// somebody who signed up first with another person's address would keep that person out. An account with a proved address is never given.
/// </summary>
internal sealed class ClaimUnprovedAccount(
    AuthDbContext database,
    SecondFactorTable factors,
    UserTable users,
    CloseOlderAccess close,
    EmailOutbox emails,
    AuditLog audit
)
{
    /// <summary>Returns the user, in the caller's transaction. Refuses when the address has no such account.</summary>
    public async Task<Outcome<User>> ExecuteAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt is not { Email: { } email, EmailVerified: true })
        {
            return ExternalSignInRefusals.AddressTaken(attempt.Provider);
        }

        // The authenticator is locked before the user, as everywhere.
        await factors.LockAsync(email, cancellationToken);
        if (await users.LockUnprovedAsync(email, cancellationToken) is not { } id)
        {
            return ExternalSignInRefusals.AddressTaken(attempt.Provider);
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
