using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.Keys;

/// <summary>A signing key that is ready for use.</summary>
internal sealed class KeyPair
{
    /// <summary>The algorithm of access tokens, and of ID tokens by default.</summary>
    public const string Es256 = SecurityAlgorithms.EcdsaSha256;

    /// <summary>The algorithm of ID tokens for clients that do not support ES256.</summary>
    public const string Rs256 = SecurityAlgorithms.RsaSha256;

    private const int RsaBits = 2048;
    private readonly byte[] _privateKey;

    // An ECDsa is not thread-safe, and importing a key costs as much as signing, so unused instances are kept.
    private readonly ConcurrentBag<ECDsa> _signers = [];

    public KeyPair(SigningKey key, byte[] privateKey)
    {
        _privateKey = privateKey;
        (Kid, Algorithm, ActiveFrom, ExpiresAt) = (key.Kid, key.Algorithm, key.ActiveFrom, key.ExpiresAt);
        PublicKey = Algorithm == Es256 ? Ec(key.PublicKey, null) : Rsa(key.PublicKey, null);
        Credentials = new SigningCredentials(Algorithm == Es256 ? Ec(null, privateKey) : Rsa(null, privateKey), Algorithm);
        PublicKey.KeyId = Credentials.Key.KeyId = Kid;
    }

    /// <summary>All supported algorithms.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [Es256, Rs256];

    public string Kid { get; }

    public string Algorithm { get; }

    public DateTimeOffset ActiveFrom { get; }

    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The public key.</summary>
    public SecurityKey PublicKey { get; }

    /// <summary>The private key, for tokens that OpenIddict writes.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>Generates a key: its identifier, and both keys in DER.</summary>
    public static (string Kid, byte[] PublicKey, byte[] PrivateKey) Generate(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm == Es256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);
        return (Thumbprint(key), key.ExportSubjectPublicKeyInfo(), key.ExportPkcs8PrivateKey());
    }

    /// <summary>Signs with ES256; <paramref name="signature"/> has 64 bytes (IEEE P1363, which RFC 7518, section 3.4 requires).</summary>
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

    // Never disposed, because Microsoft.IdentityModel caches what it signs and verifies with for the whole process.
    private static ECDsaSecurityKey Ec(byte[]? publicKey, byte[]? privateKey)
    {
        var key = ECDsa.Create();
        Import(key, publicKey, privateKey);
        return new ECDsaSecurityKey(key);
    }

    private static RsaSecurityKey Rsa(byte[]? publicKey, byte[]? privateKey)
    {
        var key = RSA.Create();
        Import(key, publicKey, privateKey);
        return new RsaSecurityKey(key);
    }

    private static void Import(AsymmetricAlgorithm key, byte[]? publicKey, byte[]? privateKey)
    {
        if (privateKey is null)
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
        }
        else
        {
            key.ImportPkcs8PrivateKey(privateKey, out _);
        }
    }

    // RFC 7638, section 3: the required members in the order of their names.
    private static string Thumbprint(AsymmetricAlgorithm key) =>
        Base64Url.EncodeToString(
            SHA256.HashData(
                Encoding.ASCII.GetBytes(
                    key switch
                    {
                        ECDsa ec when ec.ExportParameters(includePrivateParameters: false).Q is var point =>
                            $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""",
                        RSA rsa when rsa.ExportParameters(includePrivateParameters: false) is var parts =>
                            $$"""{"e":"{{Base64Url.EncodeToString(parts.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(parts.Modulus)}}"}""",
                        _ => throw new NotSupportedException(),
                    }
                )
            )
        );
}
