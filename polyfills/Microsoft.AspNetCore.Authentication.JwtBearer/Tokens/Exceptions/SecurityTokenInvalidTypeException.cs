namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token is of another type.</summary>
public class SecurityTokenInvalidTypeException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public string? InvalidType { get; set; }
}
