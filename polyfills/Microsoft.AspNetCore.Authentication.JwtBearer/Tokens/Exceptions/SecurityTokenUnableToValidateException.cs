namespace Microsoft.IdentityModel.Tokens;

/// <summary>No trusted key has the id that the token names, and its claims are not valid either.</summary>
public class SecurityTokenUnableToValidateException(string? message = null, Exception? innerException = null)
    : SecurityTokenInvalidSignatureException(message, innerException);
