using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A key as in RFC 7517; private members are not read.</summary>
public class JsonWebKey : SecurityKey
{
    private SecurityKey? _key;

    public JsonWebKey()
    {
    }

    /// <exception cref="ArgumentException">The text is not a JSON object, or a member is of the wrong type.</exception>
    public JsonWebKey(string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(json);
        try
        {
            using var document = StrictJson.ReadObject(Encoding.UTF8.GetBytes(json));
            Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The text is not a JSON Web Key.", nameof(json), exception);
        }
    }

    /// <exception cref="JsonException">A member is of the wrong type.</exception>
    internal JsonWebKey(JsonElement json) => Read(json);

    public string? Kty { get; set; }

    public string? Kid { get; set; }

    public string? Use { get; set; }

    public string? Alg { get; set; }

    public string? Crv { get; set; }

    public string? X { get; set; }

    public string? Y { get; set; }

    public string? N { get; set; }

    public string? E { get; set; }

    public override string? KeyId
    {
        get => Kid;
        set => Kid = value;
    }

    public override int KeySize => Key?.KeySize ?? 0;

    internal override string? SignatureAlgorithm => Key?.SignatureAlgorithm;

    private SecurityKey? Key => _key ??= ToSigningKey();

    internal override bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) => Key?.Verify(hash, signature) == true;

    /// <summary>Returns the key to verify signatures with; null when it is meant for something else or its numbers are no key.</summary>
    internal SecurityKey? ToSigningKey()
    {
        if (Use is not (null or "" or "sig"))
        {
            return null;
        }

        try
        {
            SecurityKey? key = Kty switch { "EC" => Curve(), "RSA" => Rsa(), _ => null };
            return key?.SignatureAlgorithm is { } algorithm && (string.IsNullOrEmpty(Alg) || Alg == algorithm) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ECDsaSecurityKey? Curve() => Crv == "P-256" && StrictBase64Url.Decode(X) is { } x && StrictBase64Url.Decode(Y) is { } y
        ? new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = x, Y = y } })) { KeyId = Kid }
        : null;

    private RsaSecurityKey? Rsa()
    {
        if (StrictBase64Url.Decode(N) is not { } modulus || StrictBase64Url.Decode(E) is not { } exponent)
        {
            return null;
        }

        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        RSA.Create(parameters).Dispose();
        return new RsaSecurityKey(parameters) { KeyId = Kid };
    }

    private void Read(JsonElement json)
    {
        Kty = StrictJson.Text(json, "kty"u8);
        Kid = StrictJson.Text(json, "kid"u8);
        Use = StrictJson.Text(json, "use"u8);
        Alg = StrictJson.Text(json, "alg"u8);
        Crv = StrictJson.Text(json, "crv"u8);
        X = StrictJson.Text(json, "x"u8);
        Y = StrictJson.Text(json, "y"u8);
        N = StrictJson.Text(json, "n"u8);
        E = StrictJson.Text(json, "e"u8);
    }
}
