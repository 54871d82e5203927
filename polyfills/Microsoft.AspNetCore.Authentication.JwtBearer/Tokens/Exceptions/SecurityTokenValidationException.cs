namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token is not valid.</summary>
public class SecurityTokenValidationException(string? message = null, Exception? innerException = null)
    : SecurityTokenException(message, innerException);
