namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token that has been read.</summary>
public abstract class SecurityToken
{
    public abstract string Id { get; }

    public abstract string Issuer { get; }

    public abstract SecurityKey? SecurityKey { get; }

    public abstract SecurityKey? SigningKey { get; set; }

    /// <summary>UTC; <see cref="DateTime.MinValue"/> when the token does not say.</summary>
    public abstract DateTime ValidFrom { get; }

    /// <summary>UTC; <see cref="DateTime.MinValue"/> when the token does not say.</summary>
    public abstract DateTime ValidTo { get; }
}
