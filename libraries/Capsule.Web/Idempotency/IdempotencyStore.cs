using Capsule.Data;
using Capsule.Data.Idempotency;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Capsule.Web;

/// <summary>The statements on <c>idempotency_keys</c>.</summary>
internal sealed class IdempotencyStore(DbContext database)
{
    // How long a key is remembered.
    private const string Window = "24 hours";

    // Each new key deletes a few expired ones (ix_idempotency_keys_created_at), so the table needs no other cleanup. The new key itself is
    // excluded, because a statement cannot both delete and insert the same row.
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
    /// Claims a new or expired key for this transaction; returns false when the key is in use. Waits while another transaction holds the
    /// key, so that the second of two concurrent requests sees the first one's response.
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

    /// <summary>Returns the key with its response; null when the key is unknown or expired.</summary>
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
            $"{database.GetType().Name} does not map idempotency keys: add the attribute [LibrarySchema<IdempotencySchema>]."
        );
}
