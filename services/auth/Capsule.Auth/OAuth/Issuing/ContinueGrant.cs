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

/// <summary>Exchanges a code or a refresh token: by what the user may do now.</summary>
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

        // The refresh token keeps the grant as it was, so that a role that comes back brings its scopes back.
        identity.SetClaims(Claims.Role, [.. roles]).SetRefreshTokenLifetime(Lifetime(principal)).SetDestinations(UserIdentity.Where);
        await NoteAsync(context, principal, user);
        context.Transaction.Properties[CutScopes.Property] = scopes;
        context.SignIn(principal);
    }

    /// <summary>The scopes of a grant that roles give now; those of OpenID Connect need none.</summary>
    public static string[] Within(IEnumerable<string> granted, IReadOnlyCollection<string> roles) =>
        [.. granted.Intersect([.. OpenIdScopes.All, .. Users.Roles.Permissions.Of(roles)], StringComparer.Ordinal)];

    // A refresh goes on after the session in which the user granted it. The session is not locked: whoever ends it locks it before the
    // family, which is locked here, and ends the family afterwards.
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

/// <summary>Cuts an access token's scopes to what the user may do now, and to what a refresh asks for (RFC 6749, section 6).</summary>
internal sealed class CutScopes : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>The scopes, among the transaction's properties.</summary>
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
