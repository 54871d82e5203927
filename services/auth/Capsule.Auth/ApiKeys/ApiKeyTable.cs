using System.Security.Cryptography;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.ApiKeys;

/// <summary>The statements of <c>api_keys</c>.</summary>
internal sealed class ApiKeyTable(AuthDbContext database, TimeProvider time)
{
    /// <summary>How old <c>last_used_at</c> gets before it is written again.</summary>
    public static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    // Relies on ix_api_keys_prefix, pk_users and pk_user_roles.
    private static readonly SchemaSql Find = new("""
        select key.id as "Id", key.user_id as "UserId", key.key_hash as "Hash", key.scopes as "Scopes", key.created_at as "CreatedAt",
            key.expires_at as "ExpiresAt", key.last_used_at as "LastUsedAt", array(select role from schema.user_roles where user_id = owner.id order by role) as "Roles"
        from schema.api_keys key join schema.users owner on owner.id = key.user_id
        where key.prefix = {0} and key.revoked_at is null and (key.expires_at is null or key.expires_at > clock_timestamp()) and owner.active
        """);

    // Relies on pk_api_keys. Replicas that used a key at once write it once.
    private static readonly SchemaSql Used = new("""
        update schema.api_keys set last_used_at = clock_timestamp()
        where id = any({0}) and (last_used_at is null or last_used_at <= clock_timestamp() - {1})
        """);

    /// <summary>Returns a key that is good, by its public part and its hash.</summary>
    public async Task<ApiKeyRow?> FindAsync(string prefix, byte[] hash, CancellationToken cancellation)
    {
        var row = (await database.Database.SqlQueryRaw<ApiKeyRow>(Find.In(database), prefix).ToListAsync(cancellation)).SingleOrDefault();
        return row is not null && CryptographicOperations.FixedTimeEquals(row.Hash, hash) ? row : null;
    }

    /// <summary>Writes that keys were used, of those where it was not written within the last minute.</summary>
    public Task UsedAsync(Guid[] keys, CancellationToken cancellation) =>
        database.Database.ExecuteSqlRawAsync(Used.In(database), [keys, UseInterval], cancellation);

    /// <summary>Revokes a user's key; false when they have none that could be.</summary>
    public async Task<bool> RevokeAsync(Guid user, Guid id, CancellationToken cancellation) =>
        await RevokeAsync(database.ApiKeys.Where(key => key.Id == id && key.UserId == user), cancellation) > 0; // Relies on ix_api_keys_user_id_id.

    /// <summary>Revokes all keys of a user, and returns how many.</summary>
    public Task<int> RevokeAllAsync(Guid user, CancellationToken cancellation) =>
        RevokeAsync(database.ApiKeys.Where(key => key.UserId == user), cancellation); // Relies on ix_api_keys_user_id_id.

    private Task<int> RevokeAsync(IQueryable<ApiKey> keys, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return keys.Where(key => key.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), cancellation);
    }

    /// <summary>What the statement returns.</summary>
    internal sealed record ApiKeyRow(
        Guid Id, Guid UserId, byte[] Hash, string[] Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string[] Roles);
}
