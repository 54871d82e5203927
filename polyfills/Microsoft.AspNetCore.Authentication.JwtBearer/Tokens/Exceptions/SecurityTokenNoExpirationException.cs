namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token does not expire.</summary>
public class SecurityTokenNoExpirationException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException);
