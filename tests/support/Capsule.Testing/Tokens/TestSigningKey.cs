using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Tokens;

/// <summary>An authority's signing key that signs whatever a test wants signed. Safe to use from many tests at once.</summary>
public sealed class TestSigningKey
{
    private readonly Lock _lock = new();
    private readonly AsymmetricAlgorithm _key;

    private TestSigningKey(AsymmetricAlgorithm key, string algorithm, string kid)
    {
        _key = key;
        Algorithm = algorithm;
        Kid = kid;
    }

    /// <summary>As in the header <c>alg</c>.</summary>
    public string Algorithm { get; }

    /// <summary>As in the header <c>kid</c>.</summary>
    public string Kid { get; }

    /// <summary>The public half in DER (SubjectPublicKeyInfo).</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>Makes a P-256 key.</summary>
    public static TestSigningKey Es256(string kid) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "ES256", kid);

    /// <summary>Makes an RSA key of 2048 bits, or as many as given.</summary>
    public static TestSigningKey Rs256(string kid, int bits = 2048) => new(RSA.Create(bits), "RS256", kid);

    /// <summary>Returns the public half as a JSON Web Key.</summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject
        {
            ["kid"] = Kid,
            ["use"] = "sig",
            ["alg"] = Algorithm,
        };
        if (_key is ECDsa curve)
        {
            var point = curve.ExportParameters(includePrivateParameters: false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Encode(point.X!), Encode(point.Y!));
        }
        else
        {
            var rsa = ((RSA)_key).ExportParameters(includePrivateParameters: false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Encode(rsa.Modulus!), Encode(rsa.Exponent!));
        }

        return jwk;
    }

    /// <summary>Returns a token with a fitting header.</summary>
    public string Token(JsonObject claims, string type = "at+jwt")
    {
        ArgumentNullException.ThrowIfNull(claims);
        return Token(
            new JsonObject
            {
                ["alg"] = Algorithm,
                ["kid"] = Kid,
                ["typ"] = type,
            }.ToJsonString(),
            claims.ToJsonString()
        );
    }

    /// <summary>Returns a token of this header and payload as they are, signed.</summary>
    public string Token(string header, string payload)
    {
        var input = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{input}.{Encode(Sign(input))}";
    }

    /// <summary>Returns the signature over the text's bytes.</summary>
    public byte[] Sign(string input, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        lock (_lock)
        {
            return _key is ECDsa curve
                ? curve.SignData(bytes, HashAlgorithmName.SHA256, format)
                : ((RSA)_key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    /// <summary>Base64url without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
