namespace Microsoft.IdentityModel.Tokens;

/// <summary>Returns the keys that may have signed the token.</summary>
public delegate IEnumerable<SecurityKey> IssuerSigningKeyResolver(
    string token, SecurityToken securityToken, string? kid, TokenValidationParameters validationParameters);
