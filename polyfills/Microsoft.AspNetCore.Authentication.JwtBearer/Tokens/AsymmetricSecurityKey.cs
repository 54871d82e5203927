namespace Microsoft.IdentityModel.Tokens;

/// <summary>A public key, perhaps with its private half.</summary>
public abstract class AsymmetricSecurityKey : SecurityKey;
