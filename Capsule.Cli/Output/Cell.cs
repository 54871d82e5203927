using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Formats JSON values for people.</summary>
internal static class Cell
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss'Z'";
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Returns a property of an object; undefined when it is missing.</summary>
    public static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Returns the items of a list; empty when the value is no list.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    /// <summary>Formats a value: times in UTC without fractions, lists as their length, missing values as a dash.</summary>
    public static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "-",
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Array => value.GetArrayLength().ToString(CultureInfo.InvariantCulture),
            JsonValueKind.String => IsTime(value, out var time)
                ? time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)
                : value.GetString()!,
            JsonValueKind.Object => string.Join(
                ", ",
                value.EnumerateObject().Select(property => $"{Words(property.Name)} {Text(property.Value)}")
            ),
            _ => value.GetRawText(),
        };

    /// <summary>Formats a list as its items, or their names if they have names.</summary>
    public static string List(JsonElement value) =>
        Items(value) is { Count: > 0 } items
            ? string.Join(
                ", ",
                items.Select(item => Property(item, "name") is { ValueKind: JsonValueKind.String } name ? Text(name) : Text(item))
            )
            : "-";

    /// <summary>Formats a number of bytes in the unit that leaves at most three digits before the decimal point.</summary>
    public static string Bytes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return Text(value);
        }

        var (size, unit) = (value.GetDouble(), 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }

    /// <summary>Splits a camel-case word: <c>outOfOrder</c> becomes <c>out of order</c>.</summary>
    public static string Words(string name) =>
        string.Concat(
            name.Select(
                (letter, i) =>
                    char.IsUpper(letter) ? $"{(i > 0 && name[i - 1] != ' ' ? " " : "")}{char.ToLowerInvariant(letter)}" : letter.ToString()
            )
        );

    /// <summary>Returns the text, coloured when it is a known status.</summary>
    public static Markup Styled(string text)
    {
        var colour = text.ToUpperInvariant() switch
        {
            "SUCCESS" or "APPLIED" or "OK" or "BASELINE" => "green",
            "PENDING" or "OUT OF ORDER" or "OUTDATED" or "FUTURE" or "WARNING" or "UNKNOWN" => "yellow",
            "FAILED" or "MISSING" or "CHANGED" or "ERROR" => "red",
            "UNDONE" or "DELETED" or "BELOW BASELINE" or "ABOVE TARGET" or "-" => "grey",
            _ => null,
        };
        return new Markup(colour is null ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]");
    }

    /// <summary>Returns whether the value is a text of several lines, usually SQL, which does not fit into a cell.</summary>
    public static bool IsLong(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\n', StringComparison.Ordinal);

    // Only the format that programs write counts, because "2026" and "10.0" are not times.
    private static bool IsTime(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        return value.GetString() is { Length: >= 19 } text && text[4] == '-' && text[10] == 'T' && value.TryGetDateTimeOffset(out time);
    }
}
