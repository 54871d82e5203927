using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Gives a refresh token to every client that may refresh, with or without <c>offline_access</c>, and to no other.</summary>
internal sealed class AllowRefresh(IOpenIddictApplicationManager applications) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Token)
        {
            context.GenerateRefreshToken = context.IncludeRefreshToken =
                !context.Request.IsClientCredentialsGrantType()
                && await applications.FindByClientIdAsync(context.Request.ClientId!, context.CancellationToken) is { } client
                && await applications.HasPermissionAsync(client, Permissions.GrantTypes.RefreshToken, context.CancellationToken);
        }
    }
}

/// <summary>Says what the access token allows, always (RFC 6749, section 5.1).</summary>
internal sealed class NameScopes : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Token)
        {
            var scopes = string.Join(' ', context.AccessTokenPrincipal!.GetScopes().Order(StringComparer.Ordinal));

            // An empty value that is set is left out; one that is added stays.
            context.Response.RemoveParameter(Parameters.Scope).AddParameter(Parameters.Scope, scopes);
        }

        return default;
    }
}
