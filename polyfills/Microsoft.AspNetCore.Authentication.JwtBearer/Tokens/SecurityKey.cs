namespace Microsoft.IdentityModel.Tokens;

/// <summary>A key that tokens are verified with.</summary>
public abstract class SecurityKey
{
    public virtual string? KeyId { get; set; }

    /// <summary>In bits.</summary>
    public abstract int KeySize { get; }

    /// <summary>The one algorithm that this key verifies; null for a key that verifies nothing.</summary>
    internal virtual string? SignatureAlgorithm => null;

    /// <summary>Whether the signature over the SHA-256 hash is this key's. Safe to call from many threads.</summary>
    internal virtual bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) => false;
}
