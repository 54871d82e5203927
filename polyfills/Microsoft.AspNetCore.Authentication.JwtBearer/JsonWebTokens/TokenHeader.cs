using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>
/// What counts of a header. It names an algorithm and a key; neither is taken from it. Keys that it carries or points to
/// (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are passed over.
/// </summary>
internal sealed record TokenHeader(string Alg, string? Kid, string? Typ)
{
    /// <exception cref="SecurityTokenMalformedException">It is no header, or demands an extension (<c>crit</c>, RFC 7515 §4.1.11).</exception>
    public static TokenHeader Read(ReadOnlySpan<char> encoded) => EncodedJson.Read(encoded, "header", Read);

    private static TokenHeader Read(JsonElement json)
    {
        if (json.TryGetProperty("crit"u8, out _))
        {
            throw new JsonException("The header demands an extension that is not supported.");
        }

        var algorithm = StrictJson.Text(json, "alg"u8) ?? throw new JsonException("The algorithm is missing.");
        return new TokenHeader(algorithm, StrictJson.Text(json, "kid"u8), StrictJson.Text(json, "typ"u8));
    }
}
