using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// Counts consecutive wrong codes of the second factor in <c>users</c>. Counts by account, because only a caller who knows the password can
/// try a code.
/// </summary>
internal sealed class CodeFailureTable(AuthDbContext database)
{
    /// <summary>How many wrong codes have no consequence.</summary>
    public const int Free = 5;

    // Relies on pk_users. One statement counts and checks under the row's lock. A try while the account is locked changes nothing.
    private static readonly SchemaSql Count = new(
        $$"""
        update {schema}.users set access_failed_count = least(access_failed_count + 1, 1000),
            lockout_end = case when access_failed_count >= {{Free}}
                then clock_timestamp()
                    + least(interval '1 second' * power(2, least(access_failed_count - {{Free}}, 20)), interval '15 minutes') end
        where id = @user_id and (lockout_end is null or lockout_end <= clock_timestamp())
        returning access_failed_count as "Failures", lockout_end as "LockedUntil"
        """
    );

    // Relies on pk_users.
    private static readonly SchemaSql Forgive = new(
        "update {schema}.users set access_failed_count = 0, lockout_end = null where id = @user_id"
    );

    /// <summary>Counts a try as wrong; null while the account is locked.</summary>
    public async Task<CodeTry?> CountAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<CodeTry>(Count.In(database), new NpgsqlParameter("user_id", userId))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>Forgets wrong codes after a right one, in the caller's transaction.</summary>
    public Task ForgiveAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(Forgive.In(database), [new NpgsqlParameter("user_id", userId)], cancellationToken);
}
