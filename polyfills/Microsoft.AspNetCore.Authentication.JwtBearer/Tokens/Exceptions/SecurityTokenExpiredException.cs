namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token has expired.</summary>
public class SecurityTokenExpiredException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public DateTime Expires { get; set; }
}
