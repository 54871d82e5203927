using System.Security.Cryptography;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>An RSA key. From 2048 bits on it verifies RS256; a shorter one verifies nothing.</summary>
public class RsaSecurityKey : AsymmetricSecurityKey
{
    private const int LeastBits = 2048;

    private readonly VerifierPool<RSA>? _verifiers;

    /// <exception cref="CryptographicException">The public key cannot be exported.</exception>
    public RsaSecurityKey(RSA rsa)
        : this((rsa ?? throw new ArgumentNullException(nameof(rsa))).ExportParameters(includePrivateParameters: false)) => Rsa = rsa;

    public RsaSecurityKey(RSAParameters rsaParameters)
    {
        Parameters = rsaParameters;
        KeySize = (rsaParameters.Modulus?.Length ?? 0) * 8;
        if (KeySize >= LeastBits)
        {
            var publicKey = new RSAParameters { Modulus = rsaParameters.Modulus, Exponent = rsaParameters.Exponent };
            _verifiers = new VerifierPool<RSA>(() => RSA.Create(publicKey));
        }
    }

    public RSA? Rsa { get; }

    public RSAParameters Parameters { get; }

    public override int KeySize { get; }

    internal override string? SignatureAlgorithm => _verifiers is null ? null : SecurityAlgorithms.RsaSha256;

    internal override bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        _verifiers is not null && _verifiers.Verify(
            hash, signature, static (key, hash, signature) => key.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
}
