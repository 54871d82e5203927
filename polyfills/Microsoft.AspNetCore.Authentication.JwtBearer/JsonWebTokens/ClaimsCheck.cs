using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>Whether a token is from whom it should be, for whom it should be, and of the present.</summary>
internal static class ClaimsCheck
{
    /// <exception cref="SecurityTokenValidationException">It is not; the type says what is wrong.</exception>
    public static void Verify(JsonWebToken token, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        if (parameters.ValidateLifetime)
        {
            VerifyLifetime(token.Payload, parameters);
        }

        if (parameters.ValidateAudience)
        {
            VerifyAudience(token.Payload.Audiences, parameters);
        }

        if (parameters.ValidateIssuer)
        {
            VerifyIssuer(token.Issuer, parameters, configuration);
        }

        if (parameters.ValidTypes is { } types && types.Any() && !types.Contains(token.Typ, StringComparer.Ordinal))
        {
            throw new SecurityTokenInvalidTypeException("The token is of another type.") { InvalidType = token.Typ };
        }
    }

    private static void VerifyLifetime(TokenPayload payload, TokenValidationParameters parameters)
    {
        var (from, to) = (payload.NotBefore, payload.Expires);
        if (to is null && parameters.RequireExpirationTime)
        {
            throw new SecurityTokenNoExpirationException("The token does not expire.");
        }

        if (from > to)
        {
            throw new SecurityTokenInvalidLifetimeException("The token ends before it begins.") { NotBefore = from, Expires = to };
        }

        var now = parameters.TimeProvider.GetUtcNow().UtcDateTime;
        if (from is { } begin && begin - now > parameters.ClockSkew)
        {
            throw new SecurityTokenNotYetValidException("The token is not valid yet.") { NotBefore = begin };
        }

        if (to is { } end && now - end > parameters.ClockSkew)
        {
            throw new SecurityTokenExpiredException("The token has expired.") { Expires = end };
        }
    }

    private static void VerifyAudience(string[] audiences, TokenValidationParameters parameters)
    {
        if (audiences.Length == 0 && !parameters.RequireAudience)
        {
            return;
        }

        foreach (var audience in audiences)
        {
            if (audience.Length > 0
                && (audience == parameters.ValidAudience || parameters.ValidAudiences?.Contains(audience, StringComparer.Ordinal) == true))
            {
                return;
            }
        }

        throw new SecurityTokenInvalidAudienceException("The token is meant for somebody else.") { InvalidAudience = string.Join(", ", audiences) };
    }

    private static void VerifyIssuer(string issuer, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        if (issuer.Length == 0
            || (issuer != configuration?.Issuer && issuer != parameters.ValidIssuer
                && parameters.ValidIssuers?.Contains(issuer, StringComparer.Ordinal) != true))
        {
            throw new SecurityTokenInvalidIssuerException("The token is from somebody else.") { InvalidIssuer = issuer };
        }
    }
}
