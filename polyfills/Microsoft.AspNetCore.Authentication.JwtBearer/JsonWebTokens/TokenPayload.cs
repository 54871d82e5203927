using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>What a token says, with the registered claims (RFC 7519 §4.1) in their types.</summary>
internal sealed class TokenPayload
{
    private const double Earliest = -62135596800; // 0001-01-01
    private const double Latest = 253402300799; // 9999-12-31

    private TokenPayload(JsonElement json)
    {
        Issuer = StrictJson.Text(json, "iss"u8);
        Subject = StrictJson.Text(json, "sub"u8);
        Id = StrictJson.Text(json, "jti"u8);
        Expires = Instant(json, "exp"u8);
        NotBefore = Instant(json, "nbf"u8);
        IssuedAt = Instant(json, "iat"u8);
        Audiences = json.TryGetProperty("aud"u8, out var audience) ? AudiencesOf(audience) : [];
        Claims = new List<PayloadClaim>(json.GetPropertyCount());
        foreach (var member in json.EnumerateObject())
        {
            PayloadClaim.Add(member, Claims);
        }
    }

    public string? Issuer { get; }

    public string? Subject { get; }

    public string? Id { get; }

    public DateTime? Expires { get; }

    public DateTime? NotBefore { get; }

    public DateTime? IssuedAt { get; }

    public string[] Audiences { get; }

    public List<PayloadClaim> Claims { get; }

    /// <exception cref="SecurityTokenMalformedException">It is no payload, or a registered claim is of the wrong type.</exception>
    public static TokenPayload Read(ReadOnlySpan<char> encoded) => EncodedJson.Read(encoded, "payload", static json => new TokenPayload(json));

    private static string[] AudiencesOf(JsonElement audience) => audience.ValueKind == JsonValueKind.Array
        ? [.. audience.EnumerateArray().Select(StrictJson.Text)]
        : [StrictJson.Text(audience)];

    /// <summary>Seconds since 1970, with or without a fraction; what no calendar holds is the first or the last day of it.</summary>
    private static DateTime? Instant(JsonElement json, ReadOnlySpan<byte> name)
    {
        if (!json.TryGetProperty(name, out var member))
        {
            return null;
        }

        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out var seconds) || !double.IsFinite(seconds))
        {
            throw new JsonException("A time must be a number of seconds.");
        }

        return DateTime.UnixEpoch.AddTicks((long)(Math.Clamp(seconds, Earliest, Latest) * TimeSpan.TicksPerSecond));
    }
}
