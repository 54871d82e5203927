using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Emails;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Accounts.Closing;

/// <summary>Closes an account at once: sign-in is no longer possible, all sessions end, and the other services are informed.</summary>
internal sealed class CloseAccount(
    AuthDbContext database,
    AccountTokenTable tokens,
    ApiKeyTable apiKeys,
    EndSession sessions,
    EmailOutbox emails,
    AccountChanges changes,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    /// <summary>Closes the account. Refuses like a wrong password when the account was changed since the password was checked.</summary>
    public async Task<Outcome<Done>> ExecuteAsync(User user, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        (user.Active, user.SecurityStamp) = (false, Guid.NewGuid().ToString());
        database.ClosedAccounts.Add(new ClosedAccount { UserId = user.Id, ClosedAt = now });
        emails.Add(EmailTemplates.AccountClosed, Recipient.Of(user));
        audit.Add(AuditEvents.UserClosed, user.Id);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await changes.SaveAndPublishAsync(user.Id, cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception is DbUpdateConcurrencyException
                || exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            )
        {
            return CurrentPassword.Wrong("password");
        }

        await sessions.OfUserAsync(user.Id, except: null, RevocationReason.AccountClosed, cancellationToken);
        await tokens.CancelAsync(user.Id, cancellationToken);
        await apiKeys.RevokeAllAsync(user.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
