namespace Microsoft.IdentityModel.Tokens;

/// <summary>No trusted key has the id that the token names.</summary>
public class SecurityTokenSignatureKeyNotFoundException(string? message = null, Exception? innerException = null)
    : SecurityTokenInvalidSignatureException(message, innerException);
