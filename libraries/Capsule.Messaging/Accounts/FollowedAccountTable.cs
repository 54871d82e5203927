using System.Collections.Concurrent;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Finds or creates the row of an account for a consumer. Each event type has its own consumer, so events about one account arrive in any
/// order and concurrently.
/// </summary>
public static class FollowedAccountTable
{
    // Relies on the unique index over user_id (IsFollowedAccount).
    private static readonly ConcurrentDictionary<string, SchemaSql> Locks = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the user's row, locked until the transaction ends, or a new row that the next SaveChanges inserts. When two transactions
    /// insert the row concurrently, the second one fails and its event is retried.
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
