using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>
/// Turns two factors off for a user who has lost authenticator and recovery codes, ends the user's sessions, and notifies the user, in case
/// somebody else has deceived the administrator.
/// </summary>
internal sealed class ResetTwoFactor(
    AuthDbContext database,
    SecondFactorTable table,
    EndSession sessions,
    EmailOutbox emails,
    AuditLog audit
)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId, cancellationToken) is not { } user)
        {
            return AdministrationRefusals.UserNotFound(userId);
        }

        // The authenticator is locked first, as everywhere: a sign-in that has used a code commits before, and its session ends with the
        // others.
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await table.RemoveAsync(userId, cancellationToken))
        {
            return TwoFactorRefusals.Off;
        }

        await sessions.OfUserAsync(userId, except: null, RevocationReason.Administrator, cancellationToken);
        emails.Add(EmailTemplates.TwoFactorOff, Recipient.Of(user));
        audit.Add(AuditEvents.TwoFactorReset, userId);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
