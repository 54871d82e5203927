using System.Globalization;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>The header <c>WWW-Authenticate</c> (RFC 6750 §3).</summary>
internal static class BearerChallenge
{
    public static string Header(string scheme, JwtBearerChallengeContext challenge)
    {
        var header = new StringBuilder(scheme);
        var separator = scheme.Contains(' ', StringComparison.Ordinal) ? "," : "";
        foreach (var (name, value) in new[]
                 {
                     ("error", challenge.Error), ("error_description", challenge.ErrorDescription), ("error_uri", challenge.ErrorUri),
                 })
        {
            if (!string.IsNullOrEmpty(value))
            {
                header.Append(CultureInfo.InvariantCulture, $"{separator} {name}=\"{value}\"");
                separator = ",";
            }
        }

        return header.ToString();
    }

    /// <summary>Says what was wrong without a word of the token: what it holds may be anybody's.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        SecurityTokenInvalidAudienceException => "The audience is invalid",
        SecurityTokenInvalidIssuerException => "The issuer is invalid",
        SecurityTokenNoExpirationException => "The token has no expiration",
        SecurityTokenInvalidLifetimeException => "The token lifetime is invalid",
        SecurityTokenNotYetValidException => "The token is not valid yet",
        SecurityTokenExpiredException => "The token is expired",
        SecurityTokenSignatureKeyNotFoundException => "The signature key was not found",
        SecurityTokenInvalidSignatureException => "The signature is invalid",
        _ => "",
    };
}
