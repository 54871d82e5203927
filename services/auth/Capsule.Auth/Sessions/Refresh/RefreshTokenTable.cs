using System.Net;
using Capsule.Auth.Audit;
using Capsule.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>
/// The statements about refresh tokens of users' own sessions. The tokens have no table: a session's row keeps the hashes of the last two.
/// </summary>
internal sealed class RefreshTokenTable(StatementBatcher batcher, DirectStatements statements, IOptions<SessionOptions> options)
{
    private const string IsCurrent = "@hash = any(session.token_hashes)";
    private const string IsRepeated = "(@hash = any(session.parent_hashes) and session.rotated_at > clock_timestamp() - @repeat_window)";

    // Relies on pk_sessions. One statement decides and locks the session's row, so that each of several concurrent exchanges sees the
    // result of the one before. After revoked_at is set, no exchange finds the row. The same statement writes the reuse of a token to the
    // audit log.
    internal static readonly SchemaSql Exchange = new(
        $$"""
        with exchanged as (
        update {schema}.sessions session
        set generation = case when {{IsCurrent}} then generation + 1 else generation end,
            rotated_at = case when {{IsCurrent}} then clock_timestamp() else rotated_at end,
            parent_hashes = case when {{IsCurrent}} then token_hashes else parent_hashes end,
            token_hashes = case when {{IsCurrent}} then array[@next_hash] else token_hashes end,
            successor_salt = case when {{IsCurrent}} then @salt else successor_salt end,
            last_seen_at = clock_timestamp(), device = @device, address = @address,
            expires_at = least(session.created_at + @lifetime, clock_timestamp() + @idle_lifetime),
            revoked_at = case when not {{IsCurrent}} and not {{IsRepeated}} then clock_timestamp() end,
            revoked_because = case when not {{IsCurrent}} and not {{IsRepeated}} then '{{RevocationReason.Reuse}}' end
        from {schema}.users owner
        where session.id = @session_id and session.revoked_at is null and session.expires_at > clock_timestamp()
            and owner.id = session.user_id and owner.active
        returning session.user_id, session.revoked_at is not null as revoked, session.scopes, session.methods, session.token_hashes,
            session.successor_salt, coalesce(session.stepped_up_at, session.signed_in_at, session.created_at) as authenticated_at,
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as roles),
        noted as (
        insert into {schema}.{{AuditConfiguration.PendingTable}} (event, target_id, session_id, address, user_agent)
        select '{{AuditEvents.TokenReused}}', user_id, @session_id, @address, @device from exchanged where revoked)
        select * from exchanged
        """
    );

    // Relies on pk_sessions and pk_users.
    private static readonly SchemaSql Inspect = new(
        $$"""
        select session.user_id, session.scopes, session.rotated_at, session.expires_at,
            array(select role from {schema}.user_roles where user_id = owner.id) as roles
        from {schema}.sessions session join {schema}.users owner on owner.id = session.user_id
        where session.id = @session_id and session.revoked_at is null and session.expires_at > clock_timestamp()
            and owner.active and ({{IsCurrent}} or {{IsRepeated}})
        """
    );

    /// <summary>
    /// Replaces a refresh token by its successor, unless that was done already. Ends the session when the token is neither the current one
    /// nor the one before. Null when the session has ended or its user may not sign in.
    /// </summary>
    /// <param name="presented">The token.</param>
    /// <param name="nextHash">The hash of the successor.</param>
    /// <param name="salt">The salt that the successor was derived with.</param>
    /// <param name="device">The user agent.</param>
    /// <param name="address">The address that the request comes from.</param>
    /// <param name="cancellationToken">Ends the wait; a statement that has started takes effect all the same.</param>
    public async Task<ExchangedRow?> ExchangeAsync(
        RefreshToken presented,
        byte[] nextHash,
        byte[] salt,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    ) =>
        (
            await batcher.ChangeAsync(
                Exchange,
                [
                    new NpgsqlParameter<Guid>("session_id", presented.SessionId),
                    new NpgsqlParameter<byte[]>("hash", presented.Hash),
                    new NpgsqlParameter<byte[]>("next_hash", nextHash),
                    new NpgsqlParameter<TimeSpan>("repeat_window", options.Value.RepeatWindow),
                    new NpgsqlParameter<TimeSpan>("lifetime", options.Value.Lifetime),
                    new NpgsqlParameter<TimeSpan>("idle_lifetime", options.Value.IdleLifetime),
                    new NpgsqlParameter<string>("device", device),
                    new NpgsqlParameter<IPAddress?>("address", address),
                    new NpgsqlParameter<byte[]>("salt", salt),
                ],
                ReadExchanged,
                presented.SessionId,
                cancellationToken
            )
        ).SingleOrDefault();

    /// <summary>Finds the session of a refresh token without changing it; null when the token would not be accepted.</summary>
    public async Task<InspectedRow?> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        (
            await statements.ReadAsync(
                Inspect,
                [
                    new NpgsqlParameter<Guid>("session_id", presented.SessionId),
                    new NpgsqlParameter<byte[]>("hash", presented.Hash),
                    new NpgsqlParameter<TimeSpan>("repeat_window", options.Value.RepeatWindow),
                ],
                static row => new InspectedRow(
                    row.Field<Guid>("user_id"),
                    row.Field<string[]>("scopes"),
                    row.Field<string[]>("roles"),
                    row.Field<DateTimeOffset>("rotated_at"),
                    row.Field<DateTimeOffset>("expires_at")
                ),
                cancellationToken
            )
        ).SingleOrDefault();

    private static ExchangedRow ReadExchanged(NpgsqlDataReader row) =>
        new(
            row.Field<Guid>("user_id"),
            row.Field<bool>("revoked"),
            row.Field<string[]>("scopes"),
            row.Field<string[]>("methods"),
            row.Field<byte[][]>("token_hashes"),
            row["successor_salt"] as byte[],
            row.Field<DateTimeOffset>("authenticated_at"),
            row.Field<string[]>("roles")
        );

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

    /// <summary>A row of <see cref="Inspect"/>.</summary>
    internal sealed record InspectedRow(Guid UserId, string[] Scopes, string[] Roles, DateTimeOffset RotatedAt, DateTimeOffset ExpiresAt);
}
