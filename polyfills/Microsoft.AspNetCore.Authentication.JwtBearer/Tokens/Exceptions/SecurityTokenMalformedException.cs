namespace Microsoft.IdentityModel.Tokens;

/// <summary>The text is not a signed JWT in compact form.</summary>
public class SecurityTokenMalformedException(string? message = null, Exception? innerException = null)
    : SecurityTokenArgumentException(message, innerException);
