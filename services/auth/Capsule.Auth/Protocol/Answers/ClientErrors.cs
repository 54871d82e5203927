using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.Protocol.Answers;

/// <summary>
/// Answers <c>invalid_client</c> wherever a client does not prove who it is (RFC 6749, section 5.2), also where it names nobody or presents
/// itself in two ways, and leaves out the addresses of OpenIddict's documentation.
/// </summary>
internal sealed class ClientErrors : IOpenIddictServerHandler<ProcessErrorContext>
{
    // client_id missing; credentials that cannot be read; no secret for client credentials; two ways at once.
    private static readonly string[] OfAuthentication = ["/ID2055", "/ID2057", "/ID2087"];

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        var isOfPrograms = context.EndpointType is OpenIddictServerEndpointType.Token or OpenIddictServerEndpointType.Introspection
            or OpenIddictServerEndpointType.Revocation or OpenIddictServerEndpointType.PushedAuthorization or OpenIddictServerEndpointType.DeviceAuthorization;
        if (isOfPrograms && context.Error is Errors.InvalidRequest && IsOfAuthentication(context))
        {
            context.Error = Errors.InvalidClient;
        }

        context.ErrorUri = null;
        return default;
    }

    private static bool IsOfAuthentication(ProcessErrorContext context) =>
        OfAuthentication.Any(id => context.ErrorUri?.EndsWith(id, StringComparison.Ordinal) == true)
        || (context.ErrorUri?.EndsWith("/ID2029", StringComparison.Ordinal) == true
            && context.ErrorDescription?.Contains($"'{Parameters.ClientId}'", StringComparison.Ordinal) == true);
}
