using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>What became of a token: valid with an identity, or not with the reason.</summary>
public class TokenValidationResult
{
    public bool IsValid { get; set; }

    public Exception? Exception { get; set; }

    public ClaimsIdentity? ClaimsIdentity { get; set; }

    public SecurityToken? SecurityToken { get; set; }

    public string? Issuer { get; set; }

    public string? TokenType { get; set; }
}
