using System.Net;
using Capsule.Auth.Audit;
using Capsule.Auth.Clients;
using Capsule.Auth.Secrets;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth.Authorization;

/// <summary>Begins a session with an authorization code, once; whoever comes with a code that was used ends that session.</summary>
internal sealed class ExchangeCode(AuthDbContext database, RefreshTokens refreshTokens, AuditLog audit, TimeProvider time, IOptions<SessionOptions> options)
{
    private const string CodeHash = "{0}";
    private const string ClientId = "{1}";
    private const string RedirectUri = "{2}";
    private const string Challenge = "{3}";
    private const string SessionId = "{4}";
    private const string TokenHash = "{5}";
    private const string Device = "{6}";
    private const string Address = "{7}";
    private const string Lifetime = "{8}";

    // Relies on ix_authorization_codes_code_hash, pk_sessions and pk_users. Of two at once the second waits for the row, and finds it used.
    private static readonly SchemaSql Exchange = new($"""
        with owner as materialized (
            select id from schema.users where id = (select user_id from schema.authorization_codes where code_hash = {CodeHash}) and active for no key update),
        origin as materialized (
            select session.id, session.methods, coalesce(session.signed_in_at, session.created_at) as signed_in_at
            from owner join schema.sessions session on session.user_id = owner.id
            where session.id = (select session_id from schema.authorization_codes where code_hash = {CodeHash})
                and session.revoked_at is null and session.expires_at > clock_timestamp()
            for share of session),
        code as (
            update schema.authorization_codes code set used_at = clock_timestamp(), begun_session_id = {SessionId}
            from owner, origin
            where code.code_hash = {CodeHash} and code.used_at is null and code.expires_at > clock_timestamp()
                and code.client_id = {ClientId} and code.redirect_uri = {RedirectUri} and code.code_challenge = {Challenge}
                and owner.id = code.user_id and origin.id = code.session_id
            returning code.user_id, code.scopes, code.nonce, origin.methods, origin.signed_in_at),
        begun as (
            insert into schema.sessions (id, user_id, client_id, device, address, methods, scopes, signed_in_at, expires_at, token_hashes)
            select {SessionId}, user_id, {ClientId}, {Device}, {Address}, methods, scopes, signed_in_at, clock_timestamp() + {Lifetime}, array[{TokenHash}] from code),
        noted as (
            insert into schema.{AuditConfiguration.PendingTable} (event, actor_id, target_id, session_id, address, user_agent, data)
            select '{AuditEvents.SignedIn}', user_id, user_id, {SessionId}, {Address}, {Device}, jsonb_build_object('methods', methods, 'client', {ClientId}) from code)
        select user_id as "UserId", scopes as "Scopes", nonce as "Nonce", methods as "Methods", signed_in_at as "SignedInAt",
            array(select role from schema.user_roles where user_roles.user_id = code.user_id order by role) as "Roles" from code
        """);

    /// <summary>Returns the session; null when the code is not good for this client.</summary>
    public async Task<BegunSession?> ExecuteAsync(
        Client client, string code, string redirectUri, string challenge, string device, IPAddress? address, CancellationToken cancellation)
    {
        var (hash, id) = (OneTimeSecret.HashOf(code), Guid.CreateVersion7(time.GetUtcNow()));
        var (refreshToken, kept) = refreshTokens.Make(id);
        var lifetime = options.Value.IdleLifetime < options.Value.Lifetime ? options.Value.IdleLifetime : options.Value.Lifetime;
        var row = (await database.Database.SqlQueryRaw<ExchangedRow>(
            Exchange.In(database), hash, client.Id, redirectUri, challenge, id, kept.Hash, device,
            new NpgsqlParameter { Value = (object?)address ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Inet }, lifetime).ToListAsync(cancellation)).SingleOrDefault();
        if (row is null)
        {
            await EndReusedAsync(hash, client.Id, cancellation);
            return null;
        }

        var token = new AccessToken(row.UserId, id, row.Scopes, row.Roles, row.SignedInAt, row.Methods, ClientId: client.Id);
        return new BegunSession(token, refreshToken, row.Nonce);
    }

    // RFC 6749, section 4.1.2. Another client's code ends nothing: else clients could end one another's sessions.
    private async Task EndReusedAsync(byte[] hash, Guid client, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);

        // By the database's clock, which RevocationAnnouncer compares with.
        var now = await database.Database.SqlQueryRaw<DateTimeOffset>("select clock_timestamp() as \"Value\"").SingleAsync(cancellation);

        // Relies on ix_authorization_codes_code_hash and pk_sessions.
        var used = await database.AuthorizationCodes.AsNoTracking()
            .Where(code => code.CodeHash == hash && code.ClientId == client && code.UsedAt != null)
            .Select(code => new { code.UserId, SessionId = code.BegunSessionId })
            .SingleOrDefaultAsync(cancellation);
        var ended = used is null ? 0 : await database.Sessions
            .Where(session => session.Id == used.SessionId && session.RevokedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.RevokedAt, now).SetProperty(session => session.RevokedBecause, RevocationReason.CodeReuse), cancellation);
        if (ended > 0)
        {
            audit.Add(AuditEvents.CodeReused, used!.UserId, new { Client = client }, session: used.SessionId);
            await database.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What the statement returns.</summary>
    internal sealed record ExchangedRow(Guid UserId, string[] Scopes, string? Nonce, string[] Methods, DateTimeOffset SignedInAt, string[] Roles);
}
