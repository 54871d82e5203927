using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.Protocol.Validation;

/// <summary>Accepts client assertions without a type, or with the general one, as most clients write them (RFC 7523 names none).</summary>
internal sealed class AcceptAssertion : IOpenIddictServerHandler<ValidateTokenContext>
{
    private const string AssertionType = "client-authentication+jwt";

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
        {
            context.TokenValidationParameters.ValidTypes = null;
            context.TokenValidationParameters.TypeValidator = static (type, _, _) => type switch
            {
                null or "" => AssertionType,
                _ when type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
                    || type.Equals(AssertionType, StringComparison.OrdinalIgnoreCase) => AssertionType,
                _ => throw new SecurityTokenInvalidTypeException("The token is not a client's assertion."),
            };
        }

        return default;
    }
}
