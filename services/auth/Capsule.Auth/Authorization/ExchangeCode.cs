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
        with code as (
            update schema.authorization_codes code set used_at = clock_timestamp(), begun_session_id = {SessionId}
            from schema.users owner, schema.sessions origin
            where code.code_hash = {CodeHash} and code.used_at is null and code.expires_at > clock_timestamp()
                and code.client_id = {ClientId} and code.redirect_uri = {RedirectUri} and code.code_challenge = {Challenge}
                and owner.id = code.user_id and owner.active
                and origin.id = code.session_id and origin.revoked_at is null and origin.expires_at > clock_timestamp()
            returning code.user_id, code.scopes, code.nonce, origin.methods, coalesce(origin.signed_in_at, origin.created_at) as signed_in_at),
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
        var (refreshToken, kept) = refreshTokens.Make(id, generation: 0);
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
        var now = time.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);

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
