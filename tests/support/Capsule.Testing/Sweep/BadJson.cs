using System.Text;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>What is wrong for a field of a JSON body.</summary>
internal static class BadJson
{
    private const int Deep = 100;

    // What nothing that is written in JSON can be as text: no JSON text, or no text in Unicode or for PostgreSQL.
    private static readonly (string Name, byte[] Inside)[] NoText =
    [
        ("NUL", @"a\u0000b"u8.ToArray()),
        ("high surrogate alone", @"a\ud800b"u8.ToArray()),
        ("low surrogate alone", @"a\udc00b"u8.ToArray()),
        ("high surrogate at the end", @"a\ud800"u8.ToArray()),
        ("raw line break", "a\nb"u8.ToArray()),
        ("no UTF-8", [(byte)'a', 0xff, 0xfe, (byte)'b']),
        ("UTF-8 too long", [(byte)'a', 0xc0, 0x80, (byte)'b']),
        ("surrogate in UTF-8", [(byte)'a', 0xed, 0xa0, 0x80, (byte)'b']),
        ("UTF-8 cut off", [(byte)'a', 0xf0, 0x9f, 0x98]),
        ("huge", [.. Enumerable.Repeat((byte)'a', BadValue.Huge)]),
    ];

    /// <summary>Values that are wrong, where <paramref name="good"/> is right.</summary>
    public static IEnumerable<BadValue> Values(ApiField field, JsonNode? good)
    {
        if (field.IsRequired)
        {
            yield return new("missing", null);
        }

        if (!field.IsNullable || field.IsRequired)
        {
            yield return BadValue.Of("null", "null");
        }

        foreach (var value in WrongTypes(field).Concat(OfType(field, good)))
        {
            yield return value;
        }
    }

    private static IEnumerable<BadValue> WrongTypes(ApiField field)
    {
        (string Type, string Json)[] all =
        [
            ("string", "\"x\""),
            ("integer", "12"),
            ("number", "1.5"),
            ("boolean", "true"),
            ("object", "{}"),
            ("object", """{"x":1}"""),
            ("array", "[]"),
            ("array", "[[1]]"),
        ];
        foreach (
            var (type, json) in all.Where(other =>
                field.Type is not null && other.Type != field.Type && !(other.Type == "integer" && field.Type == "number")
            )
        )
        {
            yield return BadValue.Of($"{json} for {field.Type}", json);
        }

        yield return new("deep nesting", Encoding.ASCII.GetBytes(new string('[', Deep) + new string(']', Deep)));
    }

    private static IEnumerable<BadValue> OfType(ApiField field, JsonNode? good) =>
        field.Type switch
        {
            "string" => Texts(good?.GetValue<string>() ?? "a", field.Format),
            "integer" or "number" => Numbers(),
            "boolean" => [BadValue.Of("yes", "\"yes\""), BadValue.Of("0", "0")],
            "array" => Arrays(field, good as JsonArray),
            null => Anything(),
            _ => [],
        };

    private static IEnumerable<BadValue> Texts(string good, string? format) =>
        [
            .. NoText.Select(text => new BadValue(text.Name, [(byte)'"', .. text.Inside, (byte)'"'])),
            .. BadText.All.Select(text =>
                BadValue.Of(text.Name, JsonValue.Create(text.Of(good)).ToJsonString(), format is null or "email" ? text.Trick : Tricks.None)
            ),
            .. format == "date-time" ? BadMoments.NoMoments.Select(text => BadValue.Of(text, $"\"{text}\"")) : [],
            .. format == "date-time" ? BadMoments.Moments.Select(text => BadValue.Of(text, $"\"{text}\"") with { MayPass = true }) : [],
        ];

    private static IEnumerable<BadValue> Numbers() =>
        [
            .. new[]
            {
                "\"12\"",
                "1.5",
                "2147483648",
                "-2147483648",
                "-2147483649",
                "99999999999999999999",
                "1e400",
                "012",
                "NaN",
                "0x10",
            }.Select(text => BadValue.Of(text, text)),
            BadValue.Of("2147483647", "2147483647") with
            {
                MayPass = true,
            },
        ];

    private static IEnumerable<BadValue> Arrays(ApiField field, JsonArray? good)
    {
        yield return new("huge", Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"a\"", BadValue.Huge / 4))}]"));
        if (field.Items is null)
        {
            yield break;
        }

        yield return BadValue.Of("holds null", "[null]");
        foreach (var value in WrongTypes(field.Items).Concat(OfType(field.Items, good?.FirstOrDefault())))
        {
            yield return value with
            {
                Name = $"holds {value.Name}",
                Raw = [(byte)'[', .. value.Raw!, (byte)']'],
            };
        }
    }

    private static IEnumerable<BadValue> Anything() =>
        [
            .. NoText.Select(text => new BadValue($"holds {text.Name}", [.. "{\"a\":\""u8, .. text.Inside, .. "\"}"u8])),
            .. NoText.Select(text => new BadValue($"name is {text.Name}", [.. "{\""u8, .. text.Inside, .. "\":1}"u8])),
            BadValue.Of("holds a name twice", """{"a":1,"a":2}"""),
            BadValue.Of("holds a number beyond double", """{"a":1e999}"""),
            new("deep objects", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep))),
        ];
}
