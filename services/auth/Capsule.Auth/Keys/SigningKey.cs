using Capsule.Data;

namespace Capsule.Auth.Keys;

/// <summary>A key pair that signs tokens, and the time in which it does.</summary>
public sealed class SigningKey : Entity
{
    /// <summary>The key's name in a token's header: its thumbprint (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>ES256 or RS256 (RFC 7518, section 3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>The public key (SubjectPublicKeyInfo).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The sealed private key (PKCS #8).</summary>
    public required byte[] PrivateKey { get; init; }

    /// <summary>When the key begins to sign. It is published earlier, so that other services know it by then.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>When the last token that the key signed has expired; null while the key has no successor.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
