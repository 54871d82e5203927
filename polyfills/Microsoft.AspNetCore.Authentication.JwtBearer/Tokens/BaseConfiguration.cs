namespace Microsoft.IdentityModel.Tokens;

/// <summary>What an authority says of itself.</summary>
public abstract class BaseConfiguration
{
    public virtual string? Issuer { get; set; }

    public virtual ICollection<SecurityKey> SigningKeys { get; } = [];

    public virtual string? TokenEndpoint { get; set; }
}
