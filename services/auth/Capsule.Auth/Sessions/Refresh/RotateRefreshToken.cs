using System.Net;
using System.Security.Cryptography;
using Capsule.Auth.Audit;
using Capsule.Auth.Tokens;
using Capsule.Data;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>
/// Rotates the refresh token of a user's own session: replaces it by its successor (RFC 6749 section 6, RFC 9700 section 4.14.2) and issues
/// an access token. A browser that missed the answer, or another tab of it, may present the parent token for some time and gets the same
/// successor. Whoever presents an older token has stolen it, so the session ends. Refresh tokens of OAuth clients are rotated by
/// <c>OAuth/Issuing/IssueSuccessor</c>.
/// </summary>
internal sealed class RotateRefreshToken(
    StatementBatcher statements,
    RefreshTokens refreshTokens,
    TokenResponses responses,
    IOptions<SessionOptions> options
)
{
    private const string SessionId = "$1";
    private const string Hash = "$2";
    private const string NextHash = "$3";
    private const string RepeatWindow = "$4";
    private const string Lifetime = "$5";
    private const string IdleLifetime = "$6";
    private const string Device = "$7";
    private const string Address = "$8";
    private const string Salt = "$9";
    private const string IsPresent = $"{Hash} = any(session.token_hashes)";
    private const string IsRepeated = $"({Hash} = any(session.parent_hashes) and session.rotated_at > clock_timestamp() - {RepeatWindow})";

    // Relies on pk_sessions. The same statement writes the reuse of a token to the audit log.
    internal static readonly SchemaSql Exchange = new(
        $$"""
        with exchanged as (
        update {schema}.sessions session
        set generation = case when {{IsPresent}} then generation + 1 else generation end,
            rotated_at = case when {{IsPresent}} then clock_timestamp() else rotated_at end,
            parent_hashes = case when {{IsPresent}} then token_hashes else parent_hashes end,
            token_hashes = case when {{IsPresent}} then array[{{NextHash}}] else token_hashes end,
            successor_salt = case when {{IsPresent}} then {{Salt}} else successor_salt end,
            last_seen_at = clock_timestamp(), device = {{Device}}, address = {{Address}},
            expires_at = least(session.created_at + {{Lifetime}}, clock_timestamp() + {{IdleLifetime}}),
            revoked_at = case when not {{IsPresent}} and not {{IsRepeated}} then clock_timestamp() end,
            revoked_because = case when not {{IsPresent}} and not {{IsRepeated}} then '{{RevocationReason.Reuse}}' end
        from {schema}.users owner
        where session.id = {{SessionId}} and session.revoked_at is null and session.expires_at > clock_timestamp()
            and owner.id = session.user_id and owner.active
        returning session.user_id, session.revoked_at is not null as revoked, session.scopes, session.methods, session.token_hashes, session.successor_salt,
            coalesce(session.stepped_up_at, session.signed_in_at, session.created_at) as authenticated_at,
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as roles),
        noted as (
        insert into {schema}.{{AuditConfiguration.PendingTable}} (event, target_id, session_id, address, user_agent)
        select '{{AuditEvents.TokenReused}}', user_id, {{SessionId}}, {{Address}}, {{Device}} from exchanged where revoked)
        select * from exchanged
        """
    );

    /// <summary>
    /// Returns new tokens; null when the token is malformed, or its session has ended or ends now because the token was reused.
    /// </summary>
    public async Task<TokenResponse?> ExecuteAsync(string token, string device, IPAddress? address, CancellationToken cancellationToken)
    {
        if (refreshTokens.Read(token) is not { } presented)
        {
            return null;
        }

        var salt = RandomNumberGenerator.GetBytes(RefreshTokens.SaltSize);
        var row = (
            await ExchangeAsync(presented, refreshTokens.MakeSuccessor(presented, salt).Kept.Hash, salt, device, address, cancellationToken)
        ).SingleOrDefault();
        return row is { Revoked: false } && Successor(presented, row) is { } successor
            ? await responses.WriteAsync(
                new AccessToken(
                    row.UserId,
                    presented.SessionId,
                    SessionScopes.Of(row.Scopes, row.Roles),
                    row.Roles,
                    row.AuthenticatedAt,
                    row.Methods
                ),
                successor,
                cancellationToken
            )
            : null;
    }

    // The salt is that of the request which replaced the token. Null when a replica with another master key replaced it.
    private string? Successor(RefreshToken presented, ExchangedRow row)
    {
        if (row.Salt is null)
        {
            return null;
        }

        var (token, kept) = refreshTokens.MakeSuccessor(presented, row.Salt);
        return row.TokenHashes.Any(hash => CryptographicOperations.FixedTimeEquals(hash, kept.Hash)) ? token : null;
    }

    /// <summary>
    /// Decides in one statement, which locks the session's row: each of several concurrent exchanges sees the result of the one before.
    /// After
    /// <c>revoked_at</c> is set, no exchange finds the row.
    /// </summary>
    private Task<List<ExchangedRow>> ExchangeAsync(
        RefreshToken presented,
        byte[] nextHash,
        byte[] salt,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    ) =>
        statements.ChangeAsync(
            Exchange,
            [
                Parameter(presented.SessionId),
                Parameter(presented.Hash),
                Parameter(nextHash),
                Parameter(options.Value.RepeatWindow),
                Parameter(options.Value.Lifetime),
                Parameter(options.Value.IdleLifetime),
                Parameter(device),
                new() { Value = (object?)address ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Inet },
                Parameter(salt),
            ],
            static row => new ExchangedRow(
                row.Field<Guid>("user_id"),
                row.Field<bool>("revoked"),
                row.Field<string[]>("scopes"),
                row.Field<string[]>("methods"),
                row.Field<byte[][]>("token_hashes"),
                row["successor_salt"] as byte[],
                row.Field<DateTimeOffset>("authenticated_at"),
                row.Field<string[]>("roles")
            ),
            presented.SessionId,
            cancellationToken
        );

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };

    /// <summary>A row of <see cref="Exchange"/>.</summary>
    internal sealed record ExchangedRow(
        Guid UserId,
        bool Revoked,
        string[] Scopes,
        string[] Methods,
        byte[][] TokenHashes,
        byte[]? Salt,
        DateTimeOffset AuthenticatedAt,
        string[] Roles
    );
}
