using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>A signed JWT in compact form, read and not yet trusted.</summary>
public class JsonWebToken : SecurityToken
{
    private readonly TokenHeader _header;
    private readonly int _payloadEnd;
    private readonly int _headerEnd;
    private TokenPayload? _payload;
    private List<Claim>? _claims;

    /// <exception cref="SecurityTokenMalformedException">It is not one.</exception>
    public JsonWebToken(string jwtEncodedString)
        : this(jwtEncodedString ?? throw new ArgumentNullException(nameof(jwtEncodedString)), readPayload: true)
    {
    }

    private JsonWebToken(string encoded, bool readPayload)
    {
        EncodedToken = encoded;
        _headerEnd = encoded.IndexOf('.', StringComparison.Ordinal);
        _payloadEnd = _headerEnd < 0 ? -1 : encoded.IndexOf('.', _headerEnd + 1);
        if (_payloadEnd < 0 || encoded.IndexOf('.', _payloadEnd + 1) >= 0)
        {
            throw new SecurityTokenMalformedException("A signed token has three parts.");
        }

        _header = TokenHeader.Read(encoded.AsSpan(0, _headerEnd));
        if (readPayload)
        {
            _ = Payload;
        }
    }

    public string EncodedToken { get; }

    public string Alg => _header.Alg;

    public string Kid => _header.Kid ?? "";

    public string Typ => _header.Typ ?? "";

    public override string Id => Payload.Id ?? "";

    public override string Issuer => Payload.Issuer ?? "";

    public string Subject => Payload.Subject ?? "";

    public IEnumerable<string> Audiences => Payload.Audiences;

    /// <summary>None: a JWT carries no key.</summary>
    public override SecurityKey? SecurityKey => null;

    public override SecurityKey? SigningKey { get; set; }

    public override DateTime ValidFrom => Payload.NotBefore ?? DateTime.MinValue;

    public override DateTime ValidTo => Payload.Expires ?? DateTime.MinValue;

    public DateTime IssuedAt => Payload.IssuedAt ?? DateTime.MinValue;

    /// <summary>An array is a claim per element.</summary>
    public IEnumerable<Claim> Claims => _claims ??= [.. Payload.Claims.Select(claim => claim.ToClaim(Issuer, null))];

    internal TokenPayload Payload => _payload ??= TokenPayload.Read(EncodedToken.AsSpan(_headerEnd + 1, _payloadEnd - _headerEnd - 1));

    /// <summary>The ASCII characters that are signed.</summary>
    internal ReadOnlySpan<char> SigningInput => EncodedToken.AsSpan(0, _payloadEnd);

    internal ReadOnlySpan<char> EncodedSignatureSpan => EncodedToken.AsSpan(_payloadEnd + 1);

    public bool TryGetClaim(string key, [NotNullWhen(true)] out Claim? value)
    {
        value = Claims.FirstOrDefault(claim => claim.Type == key);
        return value is not null;
    }

    /// <summary>Reads the header alone: nothing of the payload counts before the signature does.</summary>
    /// <exception cref="SecurityTokenMalformedException">It is not a signed JWT.</exception>
    internal static JsonWebToken ReadUnverified(string encoded) => new(encoded, readPayload: false);
}
