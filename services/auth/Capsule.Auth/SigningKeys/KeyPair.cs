using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.SigningKeys;

/// <summary>A signing key that is ready for use.</summary>
internal sealed class KeyPair
{
    private readonly byte[] _privateKey;

    // An ECDsa is not safe for several threads at once; importing one costs as much as signing.
    private readonly ConcurrentBag<ECDsa> _signers = [];

    public KeyPair(SigningKey key, byte[] privateKey)
    {
        _privateKey = privateKey;
        (Kid, ActiveFrom, ExpiresAt) = (key.Kid, key.ActiveFrom, key.ExpiresAt);
        using var publicKey = ECDsa.Create();
        publicKey.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
        Point = publicKey.ExportParameters(includePrivateParameters: false).Q;
    }

    public string Kid { get; }

    public DateTimeOffset ActiveFrom { get; }

    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The public key.</summary>
    public ECPoint Point { get; }

    /// <summary>Makes a key's row and what goes into it.</summary>
    public static (string Kid, byte[] PublicKey, byte[] PrivateKey) Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Thumbprint(key.ExportParameters(includePrivateParameters: false).Q), key.ExportSubjectPublicKeyInfo(), key.ExportPkcs8PrivateKey());
    }

    /// <summary>Signs with ES256; <paramref name="signature"/> has 64 bytes (IEEE P1363, as RFC 7518 section 3.4 asks for).</summary>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        if (!_signers.TryTake(out var signer))
        {
            signer = ECDsa.Create();
            signer.ImportPkcs8PrivateKey(_privateKey, out _);
        }

        signer.SignData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _signers.Add(signer);
    }

    // RFC 7638, section 3: the required members in the order of their names.
    private static string Thumbprint(ECPoint point) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""")));
}
