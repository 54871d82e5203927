namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token is from somebody else.</summary>
public class SecurityTokenInvalidIssuerException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public string? InvalidIssuer { get; set; }
}
