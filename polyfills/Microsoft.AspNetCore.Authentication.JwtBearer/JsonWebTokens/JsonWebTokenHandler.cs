using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>Validates signed JWTs in compact form.</summary>
public class JsonWebTokenHandler : TokenHandler
{
    /// <summary>Never throws for a token's sake: the result holds the reason.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The result carries what went wrong.")]
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        try
        {
            ArgumentException.ThrowIfNullOrEmpty(token);
            ArgumentNullException.ThrowIfNull(validationParameters);
            if (token.Length > MaximumTokenSizeInBytes)
            {
                throw new ArgumentException($"The token is longer than {MaximumTokenSizeInBytes} bytes.", nameof(token));
            }

            return await ValidateAsync(JsonWebToken.ReadUnverified(token), validationParameters);
        }
        catch (Exception exception)
        {
            return new TokenValidationResult { Exception = exception };
        }
    }

    private static async ValueTask<TokenValidationResult> ValidateAsync(JsonWebToken token, TokenValidationParameters parameters)
    {
        var configuration = await ConfigurationAsync(parameters.ConfigurationManager);
        var key = SignatureCheck.FindSigner(token, parameters, configuration);
        if (key is null && token.Kid.Length > 0 && configuration is not null)
        {
            configuration = await RefreshedAsync(token, parameters, configuration);
            key = SignatureCheck.FindSigner(token, parameters, configuration);
        }

        token.SigningKey = key ?? throw new SecurityTokenSignatureKeyNotFoundException("No trusted key has the id that the token names.");
        ClaimsCheck.Verify(token, parameters, configuration);
        return new TokenValidationResult
        {
            IsValid = true,
            SecurityToken = token,
            Issuer = token.Issuer,
            TokenType = token.Typ,
            ClaimsIdentity = Identity(token, parameters),
        };
    }

    /// <summary>Null while the authority has never answered: then only the keys of the parameters count.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever kept it from answering, its keys are not known.")]
    private static async ValueTask<BaseConfiguration?> ConfigurationAsync(BaseConfigurationManager? manager)
    {
        try
        {
            return manager is null ? null : await manager.GetBaseConfigurationAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// The authority may have begun to sign with a new key. It is asked only for the sake of a token that would otherwise be valid, so that
    /// made-up ones cost nothing.
    /// </summary>
    private static async ValueTask<BaseConfiguration> RefreshedAsync(
        JsonWebToken token, TokenValidationParameters parameters, BaseConfiguration configuration)
    {
        try
        {
            ClaimsCheck.Verify(token, parameters, configuration);
        }
        catch (SecurityTokenValidationException exception)
        {
            throw new SecurityTokenUnableToValidateException("No trusted key has the id that the token names.", exception);
        }

        var manager = parameters.ConfigurationManager!;
        manager.RequestRefresh();
        await manager.RefreshUnderWay;
        return await manager.GetBaseConfigurationAsync(CancellationToken.None);
    }

    private static ClaimsIdentity Identity(JsonWebToken token, TokenValidationParameters parameters)
    {
        var identity = new ClaimsIdentity(
            parameters.AuthenticationType ?? TokenValidationParameters.DefaultAuthenticationType, parameters.NameClaimType, parameters.RoleClaimType);
        foreach (var claim in token.Payload.Claims)
        {
            identity.AddClaim(claim.ToClaim(token.Issuer, identity));
        }

        return identity;
    }
}
