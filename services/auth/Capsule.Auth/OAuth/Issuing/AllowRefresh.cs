using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Issues refresh tokens exactly to the clients that may refresh, with or without the scope <c>offline_access</c>.</summary>
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

/// <summary>Always returns the scopes of the access token (RFC 6749, section 5.1).</summary>
internal sealed class NameScopes : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Token)
        {
            var scopes = string.Join(' ', context.AccessTokenPrincipal!.GetScopes().Order(StringComparer.Ordinal));

            // OpenIddict drops an empty value that is set, and keeps one that is added.
            context.Response.RemoveParameter(Parameters.Scope).AddParameter(Parameters.Scope, scopes);
        }

        return default;
    }
}
