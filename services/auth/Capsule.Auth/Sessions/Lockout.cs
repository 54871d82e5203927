using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Sessions;

/// <summary>
/// Makes guessing slow: after some wrong passwords in a row the account takes none for a second, and for twice as long after each
/// further one, up to a quarter of an hour.
/// </summary>
internal sealed class Lockout(AuthDbContext database)
{
    private const int Free = 5;

    // Relies on pk_users. One statement, so that guesses at the same time all count.
    private static readonly SchemaSql Failed = new($$"""
        update schema.users
        set access_failed_count = least(access_failed_count + 1, 1000),
            lockout_end = case when access_failed_count + 1 > {{Free}}
                then clock_timestamp() + least(interval '1 second' * power(2, least(access_failed_count - {{Free}}, 20)), interval '15 minutes') end
        where id = {0}
        """);

    /// <summary>Counts a wrong password, or a right one while the account is locked.</summary>
    public Task FailedAsync(Guid userId, CancellationToken cancellation) =>
        database.Database.ExecuteSqlRawAsync(Failed.In(database), [userId], cancellation);
}
