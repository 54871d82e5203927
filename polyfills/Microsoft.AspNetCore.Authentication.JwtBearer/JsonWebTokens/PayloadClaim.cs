using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>One claim, as text with the type that it had in JSON.</summary>
internal readonly record struct PayloadClaim(string Name, string Value, string ValueType)
{
    private const string Json = "JSON";
    private const string JsonNull = "JSON_NULL";

    /// <summary>Adds the member's claims: one, or one for each element of an array.</summary>
    public static void Add(JsonProperty member, List<PayloadClaim> claims)
    {
        var name = NameOf(member);
        if (member.Value.ValueKind != JsonValueKind.Array)
        {
            claims.Add(Of(name, member.Value));
            return;
        }

        foreach (var element in member.Value.EnumerateArray())
        {
            claims.Add(Of(name, element));
        }
    }

    public Claim ToClaim(string issuer, ClaimsIdentity? subject) => new(Name, Value, ValueType, issuer, issuer, subject);

    private static PayloadClaim Of(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(name, StrictJson.Text(value), ClaimValueTypes.String),
        JsonValueKind.True => new(name, "true", ClaimValueTypes.Boolean),
        JsonValueKind.False => new(name, "false", ClaimValueTypes.Boolean),
        JsonValueKind.Null => new(name, "", JsonNull),
        JsonValueKind.Number => new(name, value.GetRawText(), NumberType(value)),
        _ => new(name, value.GetRawText(), Json),
    };

    private static string NumberType(JsonElement number) =>
        number.TryGetInt32(out _) ? ClaimValueTypes.Integer32 : number.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double;

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("A name holds half of a surrogate pair.");
        }
    }
}
