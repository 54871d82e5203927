using System.Security.Cryptography;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A key on an elliptic curve. On P-256 it verifies ES256; on any other curve it verifies nothing.</summary>
public class ECDsaSecurityKey : AsymmetricSecurityKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>r and s of RFC 7518 §3.4, 32 bytes each.</summary>
    private const int SignatureLength = 64;

    private readonly VerifierPool<ECDsa>? _verifiers;

    /// <exception cref="CryptographicException">The public key cannot be exported.</exception>
    public ECDsaSecurityKey(ECDsa ecdsa)
    {
        ArgumentNullException.ThrowIfNull(ecdsa);
        ECDsa = ecdsa;
        var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        if (IsP256(parameters.Curve))
        {
            _verifiers = new VerifierPool<ECDsa>(() => ECDsa.Create(parameters));
        }
    }

    public ECDsa ECDsa { get; }

    public override int KeySize => ECDsa.KeySize;

    internal override string? SignatureAlgorithm => _verifiers is null ? null : SecurityAlgorithms.EcdsaSha256;

    internal override bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength && _verifiers is not null && _verifiers.Verify(
            hash, signature, static (key, hash, signature) => key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    // Some platforms name a curve without its number.
    private static bool IsP256(ECCurve curve) =>
        curve.IsNamed && (curve.Oid.Value == P256 || curve.Oid.FriendlyName == ECCurve.NamedCurves.nistP256.Oid.FriendlyName);
}
