namespace Microsoft.IdentityModel.Tokens;

/// <summary>Something is wrong with a token.</summary>
public class SecurityTokenException(string? message = null, Exception? innerException = null)
    : Exception(message, innerException);
