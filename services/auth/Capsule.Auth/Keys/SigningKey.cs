using Capsule.Data;

namespace Capsule.Auth.Keys;

/// <summary>A key pair that tokens are signed with, and the times of its life.</summary>
public sealed class SigningKey : Entity
{
    /// <summary>The key's name in a token's header: its thumbprint (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>ES256 or RS256 (RFC 7518, section 3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>The public key (SubjectPublicKeyInfo).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The private key (PKCS #8), sealed.</summary>
    public required byte[] PrivateKey { get; init; }

    /// <summary>From when it signs; it is published earlier, so that others know it by then.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>When the last token under it has expired; null as long as no successor is set.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
