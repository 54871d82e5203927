namespace Microsoft.IdentityModel.Tokens;

/// <summary>The signature is not that of a trusted key.</summary>
public class SecurityTokenInvalidSignatureException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException);
