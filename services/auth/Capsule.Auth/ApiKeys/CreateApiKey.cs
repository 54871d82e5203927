using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Users.Roles;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.ApiKeys;

/// <summary>Creates an API key for the signed-in user.</summary>
internal sealed class CreateApiKey(
    AuthDbContext database,
    ApiKeyTable table,
    AuditLog audit,
    TimeProvider timeProvider,
    IOptions<ApiKeyOptions> options
)
{
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
        if (await table.LockOwnerAsync(user, cancellationToken) is not { } roles)
        {
            return Refusal.Forbidden("no-user", "API keys are for users: this token speaks for no user who may sign in.");
        }

        // Services accept the access token of an ended session for up to two seconds more, and a key created then would stay. A statement
        // of its own sees what was committed while the lock waited. Relies on pk_sessions.
        var session = caller.SessionId();
        if (!await database.Sessions.AnyAsync(own => own.Id == session && own.UserId == user && own.RevokedAt == null, cancellationToken))
        {
            return Refusal.Forbidden("session-ended", "The session has ended: sign in again.");
        }

        // A key allows no more than its owner and the access token that creates it.
        var scopes = request.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var allowed = Permissions.Of(roles).Where(caller.HasScope).ToArray();
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
                $"You have {options.Value.MaxPerUser} API keys, which is the maximum: revoke one first."
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
}
