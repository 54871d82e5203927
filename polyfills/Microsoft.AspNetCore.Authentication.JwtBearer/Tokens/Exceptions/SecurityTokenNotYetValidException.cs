namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token is not valid yet.</summary>
public class SecurityTokenNotYetValidException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public DateTime NotBefore { get; set; }
}
