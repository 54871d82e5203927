using System.Collections.Concurrent;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Finds rows that follow accounts for consumers, each of which has a queue of its own: events come in any order, and at once.
/// </summary>
public static class FollowedAccountTable
{
    // Relies on the unique index over user_id (IsFollowedAccount).
    private static readonly ConcurrentDictionary<string, SchemaSql> Locks = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the row of a user, locked until the transaction ends, or a new one that the next SaveChanges adds. Of two transactions
    /// that add one at once the second fails, and its event is tried again.
    /// </summary>
    public static async Task<TAccount> LockOrAddAsync<TAccount>(
        this ServiceDbContext database,
        Guid userId,
        Func<Guid, TAccount> create,
        CancellationToken cancellationToken
    )
        where TAccount : FollowedAccount
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(create);

        var table = database.Model.FindEntityType(typeof(TAccount))!.GetTableName()!;
        var sql = Locks.GetOrAdd(
            table,
            static table => new SchemaSql($"select * from {{schema}}.{SqlText.Identifier(table)} where user_id = @user_id for update")
        );
        var found = await database
            .Set<TAccount>()
            .FromSqlRaw(sql.In(database), new NpgsqlParameter("user_id", userId))
            .ToListAsync(cancellationToken);
        return found.SingleOrDefault() ?? database.Add(create(userId)).Entity;
    }
}
