using System.Globalization;
using System.Text.Json;

namespace Capsule.Data;

/// <summary>
/// A setting that an operator may change while the service runs: a row of <c>service_settings</c> under the name that the setting has in
/// the configuration, which it overrides (docs/decisions/042).
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

    /// <summary>The value where neither the table nor the configuration has one.</summary>
    public string Default { get; }

    /// <summary>What a value may be, in words.</summary>
    public string Allowed { get; }

    /// <summary>A setting that is a whole number.</summary>
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

    /// <summary>A setting that is a period.</summary>
    public static RuntimeSetting Period(string key, string description, TimeSpan @default, TimeSpan min, TimeSpan max) =>
        new(
            key,
            description,
            Text(@default),
            $"a period from {Text(min)} to {Text(max)}, as [days.]hours:minutes:seconds",
            // A number alone would be days.
            text =>
                text.Contains(':', StringComparison.Ordinal)
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period)
                && period >= min
                && period <= max
                    ? JsonSerializer.SerializeToElement(Text(period))
                    : null
        );

    /// <summary>Returns the value as the table stores it; null when it is not allowed.</summary>
    public JsonElement? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _parse(text);
    }

    /// <summary>Returns a stored value as the configuration has it; null when it is not allowed.</summary>
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
