using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Users;

/// <summary>
/// Serialises what begins a user's sessions with what ends them: both lock the user's row first, so that the later one sees what the
/// earlier one left. The lock order is authenticator, user, sessions, API keys (docs/decisions/018).
/// </summary>
internal sealed class UserLock(AuthDbContext database)
{
    // Relies on pk_users.
    private static readonly SchemaSql Lock = new(
        """
        select id as "Value" from {schema}.users where id = {0} and active for no key update
        """
    );

    /// <summary>
    /// Locks an active user until the transaction ends; returns false when there is none. What decides whether a session may begin (roles,
    /// the session or code that it comes from) has to be read by later statements of the transaction.
    /// </summary>
    public async Task<bool> TakeAsync(Guid userId, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<Guid>(Lock.In(database), userId).ToListAsync(cancellationToken)).Count == 1;

    /// <summary>
    /// Locks a user until the transaction ends and replaces the security stamp: sign-ins that have read the user before do not come to
    /// their end. Returns false when there is no such user.
    /// </summary>
    public async Task<bool> RefuseUnderWayAsync(Guid userId, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString();
        var locked = await database
            .Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.SecurityStamp, stamp), cancellationToken);

        // The caller may save the user once more.
        if (database.Users.Local.FindEntry(userId) is { } entry)
        {
            var tracked = entry.Property(user => user.SecurityStamp);
            (tracked.OriginalValue, tracked.CurrentValue) = (stamp, stamp);
        }

        return locked == 1;
    }
}
