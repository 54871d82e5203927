using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Users;

/// <summary>
/// Serialises what begins a user's sessions with what ends them: both lock the user's row first, so that the later one sees the result of
/// the earlier one. The lock order is authenticator, user, sessions, API keys (docs/decisions/018).
/// </summary>
internal sealed class UserLock(AuthDbContext database, UserTable table)
{
    /// <summary>
    /// Locks an active user until the transaction ends; returns false when there is none. Later statements of the transaction must read
    /// what decides whether a session may begin: roles, and the session or code that it comes from.
    /// </summary>
    public Task<bool> TakeAsync(Guid userId, CancellationToken cancellationToken) => table.LockActiveAsync(userId, cancellationToken);

    /// <summary>
    /// Locks a user until the transaction ends and replaces the security stamp, so that sign-ins that have read the user before fail.
    /// Returns false when there is no such user.
    /// </summary>
    public async Task<bool> RefuseUnderWayAsync(Guid userId, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString();
        var locked = await database
            .Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.SecurityStamp, stamp), cancellationToken);

        // Lets the caller save the tracked user in the same transaction.
        if (database.Users.Local.FindEntry(userId) is { } entry)
        {
            var tracked = entry.Property(user => user.SecurityStamp);
            (tracked.OriginalValue, tracked.CurrentValue) = (stamp, stamp);
        }

        return locked == 1;
    }
}
