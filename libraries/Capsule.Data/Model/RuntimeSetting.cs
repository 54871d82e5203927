using System.Globalization;
using System.Text.Json;

namespace Capsule.Data;

/// <summary>
/// A setting that an operator may change while the service runs: a row of <c>service_settings</c> whose key is the setting's name in the
/// configuration. The row overrides the configuration (decision 042).
/// </summary>
public sealed record RuntimeSetting
{
    private readonly Func<string, JsonElement?> _parse;

    private RuntimeSetting(string key, string description, string @default, string allowed, Func<string, JsonElement?> parse) =>
        (Key, Description, Default, Allowed, _parse) = (key, description, @default, allowed, parse);

    /// <summary>The setting's name in the configuration, such as <c>Limits:SignIn:PerAddress</c>.</summary>
    public string Key { get; }

    /// <summary>What the setting does.</summary>
    public string Description { get; }

    /// <summary>The value when neither the table nor the configuration sets one.</summary>
    public string Default { get; }

    /// <summary>A description of the allowed values.</summary>
    public string Allowed { get; }

    /// <summary>Creates a setting whose value is a whole number.</summary>
    public static RuntimeSetting Number(string key, string description, int @default, int min, int max) =>
        new(
            key,
            description,
            @default.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
            text =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                    ? JsonSerializer.SerializeToElement(number)
                    : null
        );

    /// <summary>Creates a setting whose value is a period of time.</summary>
    public static RuntimeSetting Period(string key, string description, TimeSpan @default, TimeSpan min, TimeSpan max) =>
        new(
            key,
            description,
            Text(@default),
            $"a period from {Text(min)} to {Text(max)}, as [days.]hours:minutes:seconds",
            // TimeSpan.Parse reads a plain number as days, so a colon is required.
            text =>
                text.Contains(':', StringComparison.Ordinal)
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period)
                && period >= min
                && period <= max
                    ? JsonSerializer.SerializeToElement(Text(period))
                    : null
        );

    /// <summary>Converts a text to the value that the table stores; null when the text is not allowed.</summary>
    public JsonElement? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _parse(text);
    }

    /// <summary>Converts a stored value to the configuration's text; null when the value is not allowed.</summary>
    public string? Read(JsonElement stored)
    {
        var text = stored.ValueKind == JsonValueKind.String ? stored.GetString()! : stored.GetRawText();
        return _parse(text) is { } value
            ? value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : value.GetRawText()
            : null;
    }

    private static string Text(TimeSpan period) => period.ToString("c", CultureInfo.InvariantCulture);
}
