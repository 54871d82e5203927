using Capsule.Auth.OAuth.Store;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>Refuses scopes that a client may not request, with <c>invalid_scope</c> (RFC 6749, sections 4.1.2.1 and 5.2).</summary>
internal sealed class CheckScopes(IOpenIddictApplicationManager applications)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidateTokenRequestContext>,
        IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    private const string NotAllowed = "The 'scope' parameter has a scope that this client may not ask for.";
    private const string Blank = "The 'scope' parameter must have at least one scope, with spaces between.";
    private const string NotGranted = "The 'scope' parameter has a scope that the user did not grant.";

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => CheckAsync(context, context.ClientId, context.Request);

    public ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context) =>
        CheckAsync(context, context.ClientId, context.Request);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) =>
        CheckAsync(context, context.ClientId, context.Request);

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (
            context.Request.IsRefreshTokenGrantType()
            && context.RefreshTokenPrincipal is { } granted
            && context.Request.GetScopes().Except(granted.GetScopes(), StringComparer.Ordinal).Any()
        )
        {
            context.Reject(Errors.InvalidScope, NotGranted);
            return;
        }

        await CheckAsync(context, context.ClientId, context.Request);
    }

    private async ValueTask CheckAsync(BaseValidatingContext context, string? clientId, OpenIddictRequest request)
    {
        if (string.IsNullOrEmpty(request.Scope) || clientId is null)
        {
            return;
        }

        var scopes = request.GetScopes();
        var client = (OAuthApplication?)await applications.FindByClientIdAsync(clientId, context.CancellationToken);
        var allowed = client?.PermissionsOf(Permissions.Prefixes.Scope) ?? [];
        if (scopes.IsEmpty)
        {
            context.Reject(Errors.InvalidScope, Blank);
        }
        else if (scopes.Except(allowed, StringComparer.Ordinal).Any(scope => scope != Scopes.OfflineAccess))
        {
            context.Reject(Errors.InvalidScope, NotAllowed);
        }
    }
}
