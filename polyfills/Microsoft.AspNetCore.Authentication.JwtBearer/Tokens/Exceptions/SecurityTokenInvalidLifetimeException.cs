namespace Microsoft.IdentityModel.Tokens;

/// <summary>The token ends before it begins.</summary>
public class SecurityTokenInvalidLifetimeException(string? message = null, Exception? innerException = null)
    : SecurityTokenValidationException(message, innerException)
{
    public DateTime? NotBefore { get; set; }

    public DateTime? Expires { get; set; }
}
