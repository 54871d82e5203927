using Capsule.Auth.OAuth.Endpoints;
using Capsule.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>
/// Accepts client assertions in the forms that are in common use: without a type or with the type <c>JWT</c> (RFC 7523 defines none), and
/// with the issuer, the token endpoint or the called endpoint as audience (OpenID Connect Core, section 9; RFC 9126, section 2).
/// </summary>
internal sealed class AcceptAssertion(IOptions<ServiceAuthenticationOptions> authentication)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    private const string AssertionType = "client-authentication+jwt";

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
        {
            context.TokenValidationParameters.ValidTypes = null;
            context.TokenValidationParameters.TypeValidator = static (type, _, _) =>
                type switch
                {
                    null or "" => AssertionType,
                    _ when type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
                            || type.Equals(AssertionType, StringComparison.OrdinalIgnoreCase) => AssertionType,
                    _ => throw new SecurityTokenInvalidTypeException("The token is not a client's assertion."),
                };
            var issuer = authentication.Value.Issuer.TrimEnd('/');
            context.ValidAudiences.Add(issuer + ProtocolPaths.Token);
            context.ValidAudiences.Add(
                issuer
                    + context.EndpointType switch
                    {
                        OpenIddictServerEndpointType.PushedAuthorization => ProtocolPaths.PushedAuthorization,
                        OpenIddictServerEndpointType.DeviceAuthorization => ProtocolPaths.DeviceAuthorization,
                        OpenIddictServerEndpointType.Introspection => ProtocolPaths.Introspect,
                        OpenIddictServerEndpointType.Revocation => ProtocolPaths.Revoke,
                        _ => ProtocolPaths.Token,
                    }
            );
        }

        return default;
    }
}
