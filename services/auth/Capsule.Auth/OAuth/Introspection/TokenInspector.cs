using System.Security.Claims;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Keys;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Users.Roles;
using Capsule.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Introspection;

/// <summary>Introspects tokens (RFC 7662) by the current state of the database.</summary>
internal sealed class TokenInspector(
    AuthDbContext database,
    ApiKeyTable apiKeys,
    ApiKeyUses uses,
    RefreshTokens refreshTokens,
    InspectRefreshToken refresh,
    FamilyTable families,
    OwnKeys keys,
    IOptionsMonitor<JwtBearerOptions> bearer,
    IOptions<ServiceAuthenticationOptions> expected,
    TimeProvider timeProvider
)
{
    private const string Bearer = "Bearer";

    /// <summary>Describes a token; a token that is not valid is described as inactive only.</summary>
    public async Task<IntrospectedToken> InspectAsync(string token, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.HasPrefix(token))
        {
            return await ApiKeyAsync(token, cancellationToken);
        }

        return refreshTokens.Read(token) is { } presented
            ? await refresh.ExecuteAsync(presented, cancellationToken)
            : await AccessTokenAsync(token, cancellationToken);
    }

    private async Task<IntrospectedToken> ApiKeyAsync(string token, CancellationToken cancellationToken)
    {
        if (
            ApiKeyFormat.PublicPart(token) is not { } prefix
            || await apiKeys.FindAsync(prefix, ApiKeySecret.HashOf(token), cancellationToken) is not { } key
        )
        {
            return IntrospectedToken.Inactive;
        }

        uses.Add(key.Id, key.LastUsedAt);
        return new IntrospectedToken
        {
            Active = true,
            TokenType = Bearer,
            Subject = key.UserId.ToString(),
            Scope = string.Join(' ', key.Scopes.Intersect(Permissions.Of(key.Roles), StringComparer.Ordinal)),
            Roles = key.Roles,
            KeyId = key.Id,
            Issuer = expected.Value.Issuer,
            Audience = expected.Value.Audience,
            IssuedAt = key.CreatedAt.ToUnixTimeSeconds(),
            ExpiresAt = key.ExpiresAt?.ToUnixTimeSeconds(),
        };
    }

    private async Task<IntrospectedToken> AccessTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (await ClaimsAsync(token, cancellationToken) is not { } claims || !await IsAliveAsync(claims, cancellationToken))
        {
            return IntrospectedToken.Inactive;
        }

        return new IntrospectedToken
        {
            Active = true,
            TokenType = Bearer,
            Subject = Text(claims, "sub"),
            Scope = Text(claims, "scope"),
            ClientId = Text(claims, "client_id"),
            Roles = [.. claims.FindAll("role").Select(claim => claim.Value)],
            SessionId = Guid.TryParse(Text(claims, "sid"), out var session) ? session : null,
            Issuer = expected.Value.Issuer,
            Audience = Text(claims, "aud"),
            TokenId = Text(claims, "jti"),
            IssuedAt = Seconds(claims, "iat"),
            ExpiresAt = Seconds(claims, "exp"),
        };
    }

    /// <summary>Returns the claims of a valid access token of this service; null when the token is not valid.</summary>
    private async Task<ClaimsIdentity?> ClaimsAsync(string token, CancellationToken cancellationToken)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();

        // The audience may be an API of a client.
        parameters.ValidateAudience = false;
        parameters.IssuerSigningKeys = (await keys.GetConfigurationAsync(cancellationToken)).SigningKeys;
        foreach (var handler in options.TokenHandlers)
        {
            if (await handler.ValidateTokenAsync(token, parameters) is { IsValid: true } valid)
            {
                return valid.ClaimsIdentity;
            }
        }

        return null;
    }

    private Task<bool> IsAliveAsync(ClaimsIdentity claims, CancellationToken cancellationToken) =>
        (Text(claims, "sid"), Text(claims, "client_id")) switch
        {
            ({ } sid, null or CallerClaims.FirstParty) => IsSessionAliveAsync(Guid.Parse(sid), cancellationToken),
            ({ } sid, _) => families.IsAliveAsync(Guid.Parse(sid), cancellationToken),
            (null, null or CallerClaims.FirstParty) => Task.FromResult(false),
            (null, { } client) => IsClientAliveAsync(client, Guid.Parse(Text(claims, "jti")!), cancellationToken),
        };

    // Relies on pk_sessions and pk_users.
    private Task<bool> IsSessionAliveAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return database
            .Sessions.Where(session => session.Id == id && session.RevokedAt == null && session.ExpiresAt > now)
            .AnyAsync(session => database.Users.Any(user => user.Id == session.UserId && user.Active), cancellationToken);
    }

    // Relies on ix_oauth_applications_client_id and pk_oauth_tokens. An access token has a row only when it was revoked.
    private Task<bool> IsClientAliveAsync(string client, Guid token, CancellationToken cancellationToken) =>
        database.OAuthApplications.AnyAsync(
            row => row.ClientId == client && !database.OAuthTokens.Any(revoked => revoked.Id == token),
            cancellationToken
        );

    private static string? Text(ClaimsIdentity claims, string name) => claims.FindFirst(name)?.Value;

    private static long? Seconds(ClaimsIdentity claims, string name) => long.TryParse(Text(claims, name), out var seconds) ? seconds : null;
}
