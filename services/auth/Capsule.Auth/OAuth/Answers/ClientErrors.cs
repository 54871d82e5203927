using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Answers;

/// <summary>
/// Answers <c>invalid_client</c> whenever a client fails to authenticate (RFC 6749, section 5.2), also when it names no client or
/// authenticates in two ways, and removes the addresses of OpenIddict's documentation.
/// </summary>
internal sealed class ClientErrors : IOpenIddictServerHandler<ProcessErrorContext>
{
    // client_id is missing; the credentials cannot be read; client credentials without a secret; two ways of authentication.
    private static readonly string[] OfAuthentication = ["/ID2055", "/ID2057", "/ID2087"];

    // The assertion has no audience or another one; a claim is malformed, missing or of another client (RFC 7523, section 3.2).
    private static readonly string[] OfAssertion = ["/ID2093", "/ID2094", "/ID2171", "/ID2172", "/ID2173"];

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        var isOfPrograms =
            context.EndpointType
            is OpenIddictServerEndpointType.Token
                or OpenIddictServerEndpointType.Introspection
                or OpenIddictServerEndpointType.Revocation
                or OpenIddictServerEndpointType.PushedAuthorization
                or OpenIddictServerEndpointType.DeviceAuthorization;
        if (isOfPrograms && IsOfAuthentication(context))
        {
            context.Error = Errors.InvalidClient;
        }
        else if (context.EndpointType is OpenIddictServerEndpointType.Authorization && context.Error is Errors.InvalidToken)
        {
            // The pushed request is unknown, was used or has expired (RFC 9101, section 7).
            context.Error = Errors.InvalidRequestUri;
        }

        context.ErrorUri = null;
        return default;
    }

    private static bool IsOfAuthentication(ProcessErrorContext context) =>
        OfAuthentication.Any(id => Is(context, id))
        || (context.Request?.ClientAssertion is { Length: > 0 } && OfAssertion.Any(id => Is(context, id)))
        || (Is(context, "/ID2029") && context.ErrorDescription?.Contains($"'{Parameters.ClientId}'", StringComparison.Ordinal) == true);

    private static bool Is(ProcessErrorContext context, string id) => context.ErrorUri?.EndsWith(id, StringComparison.Ordinal) == true;
}
