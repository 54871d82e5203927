using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>
/// Replaces a user's roles and ends all sessions of the user, because a session keeps the scopes of the roles at sign-in.
/// </summary>
internal sealed class SetRoles(AuthDbContext database, UserLock users, EndSession sessions, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid userId, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // The lock serialises two changes at the same time, and makes a sign-in fail that has read the old roles.
        if (!await users.RefuseUnderWayAsync(userId, cancellationToken))
        {
            return AdministrationRefusals.UserNotFound(userId);
        }

        var before = await database
            .UserRoles.Where(role => role.UserId == userId)
            .OrderBy(role => role.Role)
            .ToListAsync(cancellationToken);
        var wanted = roles.Distinct().Order(StringComparer.Ordinal).ToList();
        if (!before.Select(role => role.Role).SequenceEqual(wanted, StringComparer.Ordinal))
        {
            database.UserRoles.RemoveRange(before.Where(role => !wanted.Contains(role.Role)));
            database.UserRoles.AddRange(
                wanted.Except(before.Select(role => role.Role)).Select(role => new UserRole { UserId = userId, Role = role })
            );
            audit.Add(AuditEvents.RolesChanged, userId, new { Before = before.Select(role => role.Role), After = wanted });
            await sessions.OfUserAsync(userId, except: null, RevocationReason.Administrator, cancellationToken);
            await database.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
