using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Reads what was revoked lately: sessions, API keys, families of clients' tokens and access tokens. An access token has a row only when it
/// was revoked.
/// </summary>
internal sealed class RevocationTable(AuthDbContext database)
{
    private const string AccessTokenType = OpenIddict.Abstractions.OpenIddictConstants.TokenTypeIdentifiers.AccessToken;

    // All times are the database's, because the clocks of replicas may be far apart. Relies on ix_sessions_revoked_at,
    // ix_api_keys_revoked_at, ix_oauth_authorizations_revoked_at and ix_oauth_tokens_created_at, and therefore on current_timestamp:
    // PostgreSQL uses no index for a comparison with clock_timestamp().
    private static readonly SchemaSql Revoked = new(
        $$"""
        select null::uuid as "Id", current_timestamp as "RevokedAt"
        union all
        select id, revoked_at from {schema}.sessions
        where revoked_at > greatest(@since, current_timestamp - @window)
        union all
        select id, revoked_at from {schema}.api_keys
        where revoked_at > greatest(@since, current_timestamp - @window)
        union all
        select id, revoked_at from {schema}.oauth_authorizations
        where revoked_at > greatest(@since, current_timestamp - @window)
        union all
        select id, created_at from {schema}.oauth_tokens
        where type = '{{AccessTokenType}}' and created_at > greatest(@since, current_timestamp - @window)
        order by 2
        """
    );

    /// <summary>Reads what was revoked since a time, and within a window before now.</summary>
    public Task<List<RevokedRow>> ReadAsync(DateTimeOffset since, TimeSpan window, CancellationToken cancellationToken) =>
        database
            .Database.SqlQueryRaw<RevokedRow>(
                Revoked.In(database),
                new NpgsqlParameter("since", since),
                new NpgsqlParameter("window", window)
            )
            .ToListAsync(cancellationToken);

    /// <summary>A row of <see cref="Revoked"/>; the one without an identifier has the time of the query.</summary>
    internal sealed record RevokedRow(Guid? Id, DateTimeOffset RevokedAt);
}
