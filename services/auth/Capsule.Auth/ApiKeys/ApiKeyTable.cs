using System.Security.Cryptography;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.ApiKeys;

/// <summary>The statements of <c>api_keys</c>.</summary>
internal sealed class ApiKeyTable(AuthDbContext database)
{
    /// <summary>How old <c>last_used_at</c> must be to be written again.</summary>
    public static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    // Relies on ix_api_keys_prefix, pk_users and pk_user_roles.
    private static readonly SchemaSql Find = new(
        """
        select key.id as "Id", key.user_id as "UserId", key.key_hash as "Hash", key.scopes as "Scopes", key.created_at as "CreatedAt",
            key.expires_at as "ExpiresAt", key.last_used_at as "LastUsedAt",
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Roles"
        from {schema}.api_keys key join {schema}.users owner on owner.id = key.user_id
        where key.prefix = @prefix and key.revoked_at is null and (key.expires_at is null or key.expires_at > clock_timestamp())
            and owner.active
        """
    );

    // Relies on pk_api_keys. The condition lets only one of several replicas write the use of a key.
    private static readonly SchemaSql Used = new(
        """
        update {schema}.api_keys set last_used_at = clock_timestamp()
        where id = any(@ids) and (last_used_at is null or last_used_at <= clock_timestamp() - @interval)
        """
    );

    // Relies on pk_users and pk_user_roles.
    private static readonly SchemaSql LockOwner = new(
        """
        with owner as materialized (select id from {schema}.users where id = @user_id and active for no key update)
        select array(select role from {schema}.user_roles where user_id = owner.id) as "Roles" from owner
        """
    );

    // Relies on ix_api_keys_user_id_id. The time is the database's, because RevocationAnnouncer compares with it.
    private static readonly SchemaSql Revoke = new(
        """
        update {schema}.api_keys set revoked_at = clock_timestamp()
        where user_id = @user_id and (@id::uuid is null or id = @id) and revoked_at is null
        """
    );

    /// <summary>Returns a valid key by its public part and its hash.</summary>
    public async Task<ApiKeyRow?> FindAsync(string prefix, byte[] hash, CancellationToken cancellationToken)
    {
        var row = (
            await database
                .Database.SqlQueryRaw<ApiKeyRow>(Find.In(database), new NpgsqlParameter("prefix", prefix))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        return row is not null && CryptographicOperations.FixedTimeEquals(row.Hash, hash) ? row : null;
    }

    /// <summary>Writes the time of use of keys where that was not done within <see cref="UseInterval"/>.</summary>
    public Task UsedAsync(Guid[] keys, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Used.In(database),
            [new NpgsqlParameter("ids", keys), new NpgsqlParameter("interval", UseInterval)],
            cancellationToken
        );

    /// <summary>
    /// Locks an active user, so that requests that create keys at the same time count one another's. Returns the user's roles; null when
    /// there is no such user.
    /// </summary>
    public async Task<string[]?> LockOwnerAsync(Guid user, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<OwnerRow>(LockOwner.In(database), new NpgsqlParameter("user_id", user))
                .ToListAsync(cancellationToken)
        )
            .SingleOrDefault()
            ?.Roles;

    /// <summary>Revokes a key of a user; false when the user has no such key, or it was revoked.</summary>
    public async Task<bool> RevokeAsync(Guid user, Guid id, CancellationToken cancellationToken) =>
        await RevokeAsync(user, (Guid?)id, cancellationToken) > 0;

    /// <summary>Revokes all keys of a user, and returns how many.</summary>
    public Task<int> RevokeAllAsync(Guid user, CancellationToken cancellationToken) => RevokeAsync(user, key: null, cancellationToken);

    private Task<int> RevokeAsync(Guid user, Guid? key, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Revoke.In(database),
            [new NpgsqlParameter("user_id", user), new NpgsqlParameter<Guid?>("id", key)],
            cancellationToken
        );

    /// <summary>A row of <see cref="Find"/>.</summary>
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

    /// <summary>A row of <see cref="LockOwner"/>.</summary>
    internal sealed record OwnerRow(string[] Roles);
}
