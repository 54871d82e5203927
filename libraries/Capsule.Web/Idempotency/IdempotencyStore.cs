using Capsule.Data.Idempotency;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Web;

/// <summary>The statements of <c>idempotency_keys</c>.</summary>
internal sealed class IdempotencyStore(DbContext database)
{
    /// <summary>How long a key is remembered.</summary>
    private const string Window = "24 hours";

    private readonly string _table = Table(database);

    public Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken) =>
        database.Database.BeginTransactionAsync(cancellationToken);

    /// <summary>
    /// Takes the key for this transaction, a new one or one that has expired; false when it is taken. Waits while another transaction holds it, so
    /// that of two requests at once the second sees the first one's answer.
    /// </summary>
    public async Task<bool> ClaimAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        // A few expired keys go with each new one (ix_idempotency_keys_created_at), so that the table needs no other cleaning; but not this one, which
        // no statement may both delete and insert.
        var sql = $"""
            with expired as (
                delete from {_table} where ctid = any(array(
                    select ctid from {_table} where created_at < current_timestamp - interval '{Window}'
                        and (endpoint, key) <> (@p1, @p2)
                    order by created_at limit 10 for update skip locked)))
            insert into {_table} as known (id, endpoint, key, fingerprint) values (@p0, @p1, @p2, @p3)
            on conflict (endpoint, key) do update
            set id = excluded.id, fingerprint = excluded.fingerprint, status_code = null, location = null, body = null, headers = null, content = null,
                created_at = current_timestamp
            where known.created_at < current_timestamp - interval '{Window}'
            """;
        return await database.Database.ExecuteSqlRawAsync(sql, [key.Id, key.Endpoint, key.Key, key.Fingerprint], cancellationToken) == 1;
    }

    /// <summary>Returns the key with its answer, unless it has expired. Relies on ix_idempotency_keys_endpoint_key.</summary>
    public Task<IdempotencyKey?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        var sql = $"select * from {_table} where endpoint = {{0}} and key = {{1}} and created_at >= current_timestamp - interval '{Window}'";
        return database.Set<IdempotencyKey>().FromSqlRaw(sql, key.Endpoint, key.Key).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    public Task RecordAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        database.Set<IdempotencyKey>().Where(found => found.Id == key.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(found => found.StatusCode, key.StatusCode)
                .SetProperty(found => found.Location, key.Location)
                .SetProperty(found => found.Body, key.Body)
                .SetProperty(found => found.Headers, key.Headers)
                .SetProperty(found => found.Content, key.Content),
            cancellationToken);

    private static string Table(DbContext database)
    {
        var type = database.Model.FindEntityType(typeof(IdempotencyKey))
            ?? throw new InvalidOperationException($"{database.GetType().Name} does not map idempotency keys: put [LibrarySchema<IdempotencySchema>] on it.");
        return $"\"{type.GetSchema()}\".\"{type.GetTableName()}\"";
    }
}
