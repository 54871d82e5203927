using Capsule.Auth.OAuth.Store;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>Refuses resources that a client may not request tokens for, with <c>invalid_target</c> (RFC 8707, section 2).</summary>
internal sealed class CheckResources(IOpenIddictApplicationManager applications)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidateTokenRequestContext>,
        IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => CheckAsync(context, context.ClientId, context.Request);

    public ValueTask HandleAsync(ValidateTokenRequestContext context) => CheckAsync(context, context.ClientId, context.Request);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) =>
        CheckAsync(context, context.ClientId, context.Request);

    private async ValueTask CheckAsync(BaseValidatingContext context, string? clientId, OpenIddictRequest request)
    {
        if (clientId is null || request.GetResources() is not { Length: > 0 } resources)
        {
            return;
        }

        var client = (OAuthApplication?)await applications.FindByClientIdAsync(clientId, context.CancellationToken);
        var allowed = client?.PermissionsOf(Permissions.Prefixes.Resource) ?? [];
        if (resources.Except(allowed, StringComparer.Ordinal).Any())
        {
            context.Reject(Errors.InvalidTarget, "The 'resource' parameter names an API that this client's tokens may not be made for.");
        }
    }
}
