using Capsule.Auth.ApiKeys;
using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>
/// Activates or deactivates a user. Deactivation ends all sessions and revokes all API keys, so that services learn of it at once instead
/// of using cached answers.
/// </summary>
internal sealed class SetActive(AuthDbContext database, EndSession sessions, ApiKeyTable apiKeys, AccountChanges changes, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, bool active, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // The new security stamp makes a sign-in fail that has just read the user as active.
        var stamp = Guid.NewGuid().ToString();
        var changed = await database
            .Users.Where(user => user.Id == userId && user.Active != active)
            .ExecuteUpdateAsync(
                set => set.SetProperty(user => user.Active, active).SetProperty(user => user.SecurityStamp, stamp),
                cancellationToken
            );
        if (changed == 0)
        {
            return await database.Users.AnyAsync(user => user.Id == userId, cancellationToken)
                ? Outcome.Done
                : AdministrationRefusals.UserNotFound(userId);
        }

        int? revoked = null;
        if (active)
        {
            // A reactivated account must not be made anonymous.
            await database
                .ClosedAccounts.Where(closed => closed.UserId == userId && closed.AnonymisedAt == null)
                .ExecuteDeleteAsync(cancellationToken);
            if (await database.ClosedAccounts.AnyAsync(closed => closed.UserId == userId, cancellationToken))
            {
                return AdministrationRefusals.Anonymised;
            }
        }
        else
        {
            // The creation of a key locks the user's row, so no key is created after this.
            await sessions.OfUserAsync(userId, except: null, RevocationReason.Administrator, cancellationToken);
            revoked = await apiKeys.RevokeAllAsync(userId, cancellationToken);
        }

        audit.Add(
            active ? AuditEvents.UserActivated : AuditEvents.UserDeactivated,
            userId,
            revoked is null ? null : new { ApiKeys = revoked }
        );
        await changes.SaveAndPublishAsync(userId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
