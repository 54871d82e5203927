using System.Globalization;
using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Protocol;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Exchanges a code or a refresh token of a user's grant, with the scopes that the user's roles give now.</summary>
internal sealed class ContinueGrant(
    SignedInUserTable users,
    AuditLog audit,
    AuthDbContext database,
    TimeProvider timeProvider,
    IOptions<SessionOptions> sessions
) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    private const string Over = "The grant is over: the user's session ended, or the account may not sign in. Sign in again.";

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Principal is not { Identity: ClaimsIdentity identity } principal || context.Request.IsClientCredentialsGrantType())
        {
            return;
        }

        var user = Guid.Parse(principal.GetClaim(Claims.Subject)!);
        if (!await IsOriginAliveAsync(context, principal) || await users.RolesAsync(user, context.CancellationToken) is not { } roles)
        {
            context.Reject(Errors.InvalidGrant, Over);
            return;
        }

        var scopes = Within(principal.GetScopes(), roles);
        if (scopes.Length == 0)
        {
            context.Reject(Errors.InvalidGrant, Over);
            return;
        }

        if (context.Request.GetResources() is { Length: > 0 } resources)
        {
            identity.SetResources(resources);
        }

        // The refresh token keeps all granted scopes, so that a role that the user gets back restores its scopes.
        identity.SetClaims(Claims.Role, [.. roles]).SetRefreshTokenLifetime(Lifetime(principal)).SetDestinations(UserIdentity.Where);
        await NoteAsync(context, principal, user);
        context.Transaction.Properties[CutScopes.Property] = scopes;
        context.SignIn(principal);
    }

    /// <summary>Returns the granted scopes that roles give now. Scopes of OpenID Connect need no role.</summary>
    public static string[] Within(IEnumerable<string> granted, IReadOnlyCollection<string> roles) =>
        [.. granted.Intersect([.. OpenIdScopes.All, .. Users.Roles.Permissions.Of(roles)], StringComparer.Ordinal)];

    // A code is valid only while the session lasts in which the user granted access; a refresh token outlives the session. The session is
    // not locked here, because the family is locked already and what ends a session locks the session before the family.
    private async Task<bool> IsOriginAliveAsync(HandleTokenRequestContext context, ClaimsPrincipal principal) =>
        !context.Request.IsAuthorizationCodeGrantType()
        || await users.FindAsync(Guid.Parse(principal.GetClaim(UserIdentity.Origin)!), context.CancellationToken) is not null;

    private TimeSpan Lifetime(ClaimsPrincipal principal)
    {
        var began = DateTimeOffset.FromUnixTimeSeconds(long.Parse(principal.GetClaim(UserIdentity.Began)!, CultureInfo.InvariantCulture));
        var left = began + sessions.Value.Lifetime - timeProvider.GetUtcNow();
        return left < sessions.Value.IdleLifetime ? left : sessions.Value.IdleLifetime;
    }

    private async Task NoteAsync(HandleTokenRequestContext context, ClaimsPrincipal principal, Guid user)
    {
        if (!context.Request.IsRefreshTokenGrantType())
        {
            audit.Add(
                AuditEvents.SignedIn,
                user,
                new { Methods = principal.GetClaims(Claims.AuthenticationMethodReference), Client = context.ClientId },
                actor: user,
                session: Guid.Parse(principal.GetAuthorizationId()!)
            );
            await database.SaveChangesAsync(context.CancellationToken);
        }
    }
}

/// <summary>Reduces an access token's scopes to those that the user has now and that a refresh requests (RFC 6749, section 6).</summary>
internal sealed class CutScopes : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>The name of the transaction's property with the scopes.</summary>
    public const string Property = "capsule:scopes";

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Token && context.Transaction.GetProperty<string[]>(Property) is { } scopes)
        {
            context.AccessTokenPrincipal!.SetScopes(context.AccessTokenPrincipal!.GetScopes().Intersect(scopes, StringComparer.Ordinal));
        }

        return default;
    }
}
