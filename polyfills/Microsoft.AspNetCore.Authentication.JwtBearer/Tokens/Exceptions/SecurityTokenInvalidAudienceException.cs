namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token is meant for somebody else.</summary>
public class SecurityTokenInvalidAudienceException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public string? InvalidAudience { get; set; }
}
