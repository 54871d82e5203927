namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is not what the method takes.</summary>
public class SecurityTokenArgumentException(string? message = null, Exception? innerException = null)
    : ArgumentException(message, innerException);
