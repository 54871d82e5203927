using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Users.Roles;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>
/// Issues a token to a client that acts for itself (RFC 6749, section 4.4). Without a requested scope the token has none.
/// </summary>
internal sealed class ClientCredentials(IOpenIddictApplicationManager applications, AuthDbContext database, AuditLog audit)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
        {
            return;
        }

        // The scopes of OpenID Connect require a user.
        var scopes = context.Request.GetScopes();
        if (scopes.Intersect(Protocol.OpenIdScopes.All, StringComparer.Ordinal).Any())
        {
            context.Reject(Errors.InvalidScope, "The 'scope' parameter has a scope that is about users, and there is none.");
            return;
        }

        var client = (OAuthApplication)(await applications.FindByClientIdAsync(context.ClientId!, context.CancellationToken))!;
        audit.Add(AuditEvents.ClientToken, client.Id, new { Scopes = scopes }, actor: client.Id);
        await database.SaveChangesAsync(context.CancellationToken);

        var identity = new ClaimsIdentity("client", Claims.Subject, Claims.Role);
        identity
            .SetClaim(Claims.Subject, client.Id.ToString())
            .SetClaims(Claims.Role, [RoleNames.Service])
            .SetScopes(scopes)
            .SetResources(context.Request.GetResources())
            .SetDestinations(static _ => [Destinations.AccessToken]);
        context.SignIn(new ClaimsPrincipal(identity));
    }
}
