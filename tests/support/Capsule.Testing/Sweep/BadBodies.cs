using System.Text;

namespace Capsule.Testing.Sweep;

/// <summary>Bodies that are wrong as a whole.</summary>
internal static class BadBodies
{
    private const int Deep = 300;
    private const int TooLarge = 1024 * 1024 + 1;
    private const string Multipart = "multipart/form-data; boundary=b";

    private static readonly (string Name, byte[] Body, string? ContentType)[] Any =
    [
        ("binary", [0, 1, 2, 3, 0xff, 0xfe, 0xc0, 0x80, 0x1f, 0x8b], "application/octet-stream"),
        ("text", "hello"u8.ToArray(), "text/plain"),
        ("XML", """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>"""u8.ToArray(), "application/xml"),
        ("multipart without a boundary", "--b\r\n"u8.ToArray(), "multipart/form-data"),
        ("multipart that is cut off", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx"u8.ToArray(), Multipart),
        ("multipart of nothing", [], Multipart),
        ("no media type", "{}"u8.ToArray(), "////"),
        ("no content type", "{}"u8.ToArray(), null),
    ];

    private static readonly (string Name, byte[] Body, string? ContentType)[] OfJson =
    [
        .. new[]
        {
            "[]",
            "[{}]",
            "12",
            "\"x\"",
            "true",
            "{",
            "}",
            "{]",
            "{\"a\":}",
            "{\"a\":1,}",
            "{} {}",
            "{}x",
            "{a:1}",
            "{'a':1}",
            "// x\n{}",
            "{\"a\":\"",
            "\\",
            "nul",
            "undefined",
            "a=b",
            "\u0000",
            "{\"\\ud800\":1}",
            new string('[', Deep),
            string.Concat(Enumerable.Repeat("{\"a\":", Deep)),
        }.Select(text => (text.Length > 20 ? text[..20] : text, Encoding.UTF8.GetBytes(text), (string?)ApiOperation.Json)),
        ("UTF-16 that says so not", Encoding.Unicode.GetBytes("{}"), ApiOperation.Json),
        ("UTF-8 that says UTF-16", "{\"a\":1}"u8.ToArray(), "application/json; charset=utf-16"),
        ("a charset that is none", "{}"u8.ToArray(), "application/json; charset=nonsense"),
        ("the charset UTF-7", "{}"u8.ToArray(), "application/json; charset=utf-7"),
        ("a form", "a=b"u8.ToArray(), ApiOperation.Form),
        ("too large", Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('a', TooLarge)}\"}}"), ApiOperation.Json),
    ];

    private static readonly (string Name, byte[] Body, string? ContentType)[] OfForms =
    [
        ("JSON", "{}"u8.ToArray(), ApiOperation.Json),
        ("no parameters", "&&&"u8.ToArray(), ApiOperation.Form),
        ("no names", "=a&=b"u8.ToArray(), ApiOperation.Form),
        ("a charset that is none", "a=b"u8.ToArray(), "application/x-www-form-urlencoded; charset=nonsense"),
        (
            "too many parameters",
            Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"p{i}=x"))),
            ApiOperation.Form
        ),
        ("too long a name", Encoding.ASCII.GetBytes($"{new string('a', 5000)}=x"), ApiOperation.Form),
        ("too large", Encoding.ASCII.GetBytes($"a={new string('a', TooLarge)}"), ApiOperation.Form),
    ];

    /// <summary>Those that are wrong for an operation; for one without a body any must do no harm.</summary>
    public static IEnumerable<(string Name, byte[] Body, string? ContentType)> Of(ApiOperation operation) =>
        [
            .. operation.NeedsBody
                ? [("empty", [], operation.ContentType), ("empty without a content type", [], null)]
                : Array.Empty<(string, byte[], string?)>(),
            .. operation is { TakesJson: true, NeedsBody: true }
                ? [("null", "null"u8.ToArray(), ApiOperation.Json), ("blanks", "  \n"u8.ToArray(), ApiOperation.Json)]
                : Array.Empty<(string, byte[], string?)>(),
            .. Any,
            .. operation.TakesJson ? OfJson
            : operation.TakesForm ? OfForms
            : [],
        ];
}
