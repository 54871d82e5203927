using Capsule.Auth.Protocol;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Answers;

/// <summary>
/// Redirects errors to the client's own address (RFC 6749, section 4.1.2.1). The user sees a page only if the client or the address is
/// wrong, or if the state cannot be returned.
/// </summary>
internal sealed class RedirectErrors(IOpenIddictApplicationManager applications)
    : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.Error is null or { Length: 0 })
        {
            return;
        }

        // Removes the address of OpenIddict's documentation.
        context.Response.ErrorUri = null;
        context.RedirectUri ??= await FindAddressAsync(context);
        context.ResponseMode = context.RedirectUri is null ? null : ResponseModes.Query;
    }

    private async ValueTask<string?> FindAddressAsync(ApplyAuthorizationResponseContext context) =>
        context.Request is { ClientId: { Length: > 0 } id, RedirectUri: { Length: > 0 } address } request
        && CanReturnState(request)
        && await applications.FindByClientIdAsync(id, context.CancellationToken) is { } client
        && await applications.ValidateRedirectUriAsync(client, address, context.CancellationToken)
            ? address
            : null;

    private static bool CanReturnState(OpenIddictRequest request) =>
        request.GetParameter(Parameters.State) is not { } parameter
        || (string?)parameter is ""
        || ((string?)parameter is { } state && OpaqueParameter.IsOne(state, OpaqueParameter.MaxStateLength));
}
