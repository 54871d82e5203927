using Capsule.Data;
using Capsule.Data.Idempotency;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Capsule.Web;

/// <summary>The statements of <c>idempotency_keys</c>.</summary>
internal sealed class IdempotencyStore(DbContext database)
{
    // How long a key is remembered.
    private const string Window = "24 hours";

    // A few expired keys go with each new one (ix_idempotency_keys_created_at), so that the table needs no other cleaning; but not this
    // one, which no statement may both delete and insert.
    private static readonly SchemaSql Claim = new(
        $$"""
        with expired as (
            delete from {schema}.idempotency_keys where ctid = any(array(
                select ctid from {schema}.idempotency_keys where created_at < current_timestamp - interval '{{Window}}'
                    and (endpoint, key) <> (@endpoint, @key)
                order by created_at limit 10 for update skip locked)))
        insert into {schema}.idempotency_keys as known (id, endpoint, key, fingerprint) values (@id, @endpoint, @key, @fingerprint)
        on conflict (endpoint, key) do update
        set id = excluded.id, fingerprint = excluded.fingerprint, status_code = null, location = null, body = null, headers = null, content = null,
            created_at = current_timestamp
        where known.created_at < current_timestamp - interval '{{Window}}'
        """
    );

    // Relies on ix_idempotency_keys_endpoint_key.
    private static readonly SchemaSql Find = new(
        $$"""
        select * from {schema}.idempotency_keys
        where endpoint = @endpoint and key = @key and created_at >= current_timestamp - interval '{{Window}}'
        """
    );

    private readonly string _schema = Schema(database);

    public Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken) =>
        database.Database.BeginTransactionAsync(cancellationToken);

    /// <summary>
    /// Takes the key for this transaction, a new one or one that has expired; false when it is taken. Waits while another transaction holds
    /// it, so that of two requests at once the second sees the first one's answer.
    /// </summary>
    public async Task<bool> ClaimAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            Claim.In(_schema),
            [
                new NpgsqlParameter("id", key.Id),
                new NpgsqlParameter("endpoint", key.Endpoint),
                new NpgsqlParameter("key", key.Key),
                new NpgsqlParameter("fingerprint", key.Fingerprint),
            ],
            cancellationToken
        ) == 1;

    /// <summary>Returns the key with its answer, unless it has expired.</summary>
    public Task<IdempotencyKey?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        database
            .Set<IdempotencyKey>()
            .FromSqlRaw(Find.In(_schema), new NpgsqlParameter("endpoint", key.Endpoint), new NpgsqlParameter("key", key.Key))
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public Task RecordAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        database
            .Set<IdempotencyKey>()
            .Where(found => found.Id == key.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(found => found.StatusCode, key.StatusCode)
                        .SetProperty(found => found.Location, key.Location)
                        .SetProperty(found => found.Body, key.Body)
                        .SetProperty(found => found.Headers, key.Headers)
                        .SetProperty(found => found.Content, key.Content),
                cancellationToken
            );

    private static string Schema(DbContext database) =>
        database.Model.FindEntityType(typeof(IdempotencyKey))?.GetSchema()
        ?? throw new InvalidOperationException(
            $"{database.GetType().Name} does not map idempotency keys: put [LibrarySchema<IdempotencySchema>] on it."
        );
}
