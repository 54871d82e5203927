using System.Security.Cryptography;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.ApiKeys;

/// <summary>The statements of <c>api_keys</c>.</summary>
internal sealed class ApiKeyTable(AuthDbContext database)
{
    /// <summary>How old <c>last_used_at</c> gets before it is written again.</summary>
    public static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    // Relies on ix_api_keys_prefix, pk_users and pk_user_roles.
    private static readonly SchemaSql Find = new(
        """
        select key.id as "Id", key.user_id as "UserId", key.key_hash as "Hash", key.scopes as "Scopes", key.created_at as "CreatedAt",
            key.expires_at as "ExpiresAt", key.last_used_at as "LastUsedAt", array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Roles"
        from {schema}.api_keys key join {schema}.users owner on owner.id = key.user_id
        where key.prefix = {0} and key.revoked_at is null and (key.expires_at is null or key.expires_at > clock_timestamp()) and owner.active
        """
    );

    // Relies on pk_api_keys. Replicas that used a key at once write it once.
    private static readonly SchemaSql Used = new(
        """
        update {schema}.api_keys set last_used_at = clock_timestamp()
        where id = any({0}) and (last_used_at is null or last_used_at <= clock_timestamp() - {1})
        """
    );

    // Relies on ix_api_keys_user_id_id. By the database's clock, which RevocationAnnouncer compares with.
    private static readonly SchemaSql Revoke = new(
        """
        update {schema}.api_keys set revoked_at = clock_timestamp()
        where user_id = {0} and ({1}::uuid is null or id = {1}) and revoked_at is null
        """
    );

    /// <summary>Returns a key that is good, by its public part and its hash.</summary>
    public async Task<ApiKeyRow?> FindAsync(string prefix, byte[] hash, CancellationToken cancellationToken)
    {
        var row = (
            await database.Database.SqlQueryRaw<ApiKeyRow>(Find.In(database), prefix).ToListAsync(cancellationToken)
        ).SingleOrDefault();
        return row is not null && CryptographicOperations.FixedTimeEquals(row.Hash, hash) ? row : null;
    }

    /// <summary>Writes that keys were used, of those where it was not written within the last minute.</summary>
    public Task UsedAsync(Guid[] keys, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(Used.In(database), [keys, UseInterval], cancellationToken);

    /// <summary>Revokes a user's key; false when they have none that could be.</summary>
    public async Task<bool> RevokeAsync(Guid user, Guid id, CancellationToken cancellationToken) =>
        await RevokeAsync(user, (Guid?)id, cancellationToken) > 0;

    /// <summary>Revokes all keys of a user, and returns how many.</summary>
    public Task<int> RevokeAllAsync(Guid user, CancellationToken cancellationToken) => RevokeAsync(user, key: null, cancellationToken);

    private Task<int> RevokeAsync(Guid user, Guid? key, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Revoke.In(database),
            [user, new NpgsqlParameter { Value = (object?)key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }],
            cancellationToken
        );

    /// <summary>What the statement returns.</summary>
    internal sealed record ApiKeyRow(
        Guid Id,
        Guid UserId,
        byte[] Hash,
        string[] Scopes,
        DateTimeOffset CreatedAt,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset? LastUsedAt,
        string[] Roles
    );
}
