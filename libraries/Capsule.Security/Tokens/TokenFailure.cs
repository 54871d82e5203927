using Microsoft.IdentityModel.Tokens;

namespace Capsule.Security;

/// <summary>Describes to a client why its token was refused, in characters that a challenge may contain (RFC 6750 §3).</summary>
internal static class TokenFailure
{
    public static string Describe(Exception failure) =>
        failure switch
        {
            SecurityTokenExpiredException => "The access token has expired.",
            SecurityTokenNotYetValidException => "The access token is not valid yet.",
            SecurityTokenNoExpirationException or SecurityTokenInvalidLifetimeException => "The access token has no valid lifetime.",
            SecurityTokenInvalidAudienceException => "The access token is meant for another audience.",
            SecurityTokenInvalidIssuerException => "The access token is from another issuer.",
            SecurityTokenInvalidTypeException => "The token is not an access token.",
            SecurityTokenInvalidSignatureException => "The access token is not signed by a key of its issuer.",
            ApiKeyRefusedException => "The API key is not valid, was revoked, or has expired.",
            SessionEndedException => "The session has ended.",
            _ => "The access token is not valid.",
        };
}
