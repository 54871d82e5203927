using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Users.Roles;
using Capsule.Data;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.ApiKeys;

/// <summary>Makes an API key for who is signed in.</summary>
internal sealed class CreateApiKey(AuthDbContext database, AuditLog audit, TimeProvider timeProvider, IOptions<ApiKeyOptions> options)
{
    // Relies on pk_users and pk_user_roles. The lock makes requests at once count one another's keys.
    private static readonly SchemaSql Owner = new(
        """
        with owner as materialized (select id from {schema}.users where id = {0} and active for no key update)
        select array(select role from {schema}.user_roles where user_id = owner.id) as "Roles" from owner
        """
    );

    /// <summary>Returns the key with its secret.</summary>
    public async Task<Outcome<CreatedApiKey>> ExecuteAsync(
        CreateApiKeyRequest request,
        ClaimsPrincipal caller,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(request) is { } refusal)
        {
            return refusal;
        }

        var user = caller.UserId();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (
            (await database.Database.SqlQueryRaw<OwnerRow>(Owner.In(database), user).ToListAsync(cancellationToken)).SingleOrDefault()
            is not { } owner
        )
        {
            return Refusal.Forbidden("no-user", "API keys are for users: this token speaks for none who may sign in.");
        }

        // Services hear of an ended session within two seconds, and a key made meanwhile would stay. A statement of its own, so that it
        // sees what the transaction committed that the lock waited for. Relies on pk_sessions.
        var session = caller.SessionId();
        if (!await database.Sessions.AnyAsync(own => own.Id == session && own.UserId == user && own.RevokedAt == null, cancellationToken))
        {
            return Refusal.Forbidden("session-ended", "The session has ended: sign in again.");
        }

        // Neither more than the owner may, nor than the token that asks.
        var scopes = request.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var allowed = Permissions.Of(owner.Roles).Where(caller.HasScope).ToArray();
        if (scopes.Except(allowed, StringComparer.Ordinal).FirstOrDefault() is not null)
        {
            return Refusal.Validation("scopes", $"may only have what your access token allows: {string.Join(' ', allowed)}.");
        }

        // Relies on ix_api_keys_user_id_id.
        if (
            await database.ApiKeys.CountAsync(key => key.UserId == user && key.RevokedAt == null, cancellationToken)
            >= options.Value.MaxPerUser
        )
        {
            return Refusal.Conflict(
                "too-many-api-keys",
                $"You have {options.Value.MaxPerUser} API keys, which is as many as can be: revoke one first."
            );
        }

        var created = Add(request, user, scopes);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return created;
    }

    private Refusal? Refuse(CreateApiKeyRequest request) =>
        request switch
        {
            { Name: var name } when string.IsNullOrWhiteSpace(name) => Refusal.Validation("name", "must not be empty."),
            { Scopes: var scopes } when scopes.Contains(null!) => Refusal.Validation("scopes", "must not contain null."),
            { ExpiresAt: { } expires } when expires <= timeProvider.GetUtcNow() => Refusal.Validation(
                "expiresAt",
                "must be in the future."
            ),
            _ => null,
        };

    private CreatedApiKey Add(CreateApiKeyRequest request, Guid user, string[] scopes)
    {
        var secret = ApiKeySecret.Make();
        var key = new ApiKey
        {
            UserId = user,
            Name = request.Name.Trim(),
            Prefix = secret.Prefix,
            KeyHash = secret.Hash,
            Scopes = scopes,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
        };
        database.ApiKeys.Add(key);
        audit.Add(
            AuditEvents.ApiKeyCreated,
            user,
            new
            {
                Key = key.Id,
                key.Prefix,
                Scopes = scopes,
                key.ExpiresAt,
            }
        );
        return new CreatedApiKey(key.Id, key.Name, secret.Text, ApiKeyFormat.Start + key.Prefix, scopes, key.ExpiresAt);
    }

    /// <summary>What the statement returns.</summary>
    internal sealed record OwnerRow(string[] Roles);
}
