using System.Buffers.Text;

namespace Capsule.Auth.SigningKeys;

/// <summary>A public key as <c>/.well-known/jwks.json</c> shows it (RFC 7517; for elliptic curves RFC 7518, section 6.2).</summary>
public sealed record JsonWebKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y)
{
    internal static JsonWebKey From(KeyPair key) => new(
        "EC", "sig", "ES256", key.Kid, "P-256", Base64Url.EncodeToString(key.Point.X), Base64Url.EncodeToString(key.Point.Y));
}

/// <summary>The body of <c>/.well-known/jwks.json</c>.</summary>
public sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys);
