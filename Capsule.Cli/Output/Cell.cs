using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Writes a JSON value as people read it.</summary>
internal static class Cell
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss'Z'";

    /// <summary>The property of an object; undefined when it has none.</summary>
    public static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Times in UTC without fractions, lists as their length, what is not there as a dash.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "-",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => value.GetArrayLength().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String => IsTime(value, out var time) ? time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) : value.GetString()!,
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(property => $"{property.Name} {Text(property.Value)}")),
        _ => value.GetRawText(),
    };

    /// <summary>The same, coloured where the word says how things stand.</summary>
    public static Markup Styled(JsonElement value)
    {
        var text = Text(value);
        var colour = text.ToUpperInvariant() switch
        {
            "SUCCESS" or "APPLIED" or "OK" or "BASELINE" => "green",
            "PENDING" or "OUT OF ORDER" or "OUTOFORDER" or "OUTDATED" or "FUTURE" or "WARNING" or "UNKNOWN" => "yellow",
            "FAILED" or "MISSING" or "CHANGED" or "ERROR" => "red",
            "UNDONE" or "BELOW BASELINE" or "BELOWBASELINE" or "ABOVE TARGET" or "ABOVETARGET" or "-" => "grey",
            _ => null,
        };
        return new Markup(colour is null ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]");
    }

    /// <summary>Whether it is a text of more than one line, SQL for the most part, which no cell can hold.</summary>
    public static bool IsLong(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\n', StringComparison.Ordinal);

    // Only the form that programs write: "2026" or "10.0" are no times.
    private static bool IsTime(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        return value.GetString() is { Length: >= 19 } text && text[4] == '-' && text[10] == 'T' && value.TryGetDateTimeOffset(out time);
    }
}
