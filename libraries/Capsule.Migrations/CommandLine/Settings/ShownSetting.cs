using System.Text.Json;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>A setting as the commands show it.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The value in the table; null where the service has the value of its configuration, or the default.</param>
/// <param name="Default">The value where the configuration has none; null for what the table merely tells.</param>
/// <param name="Allowed">What a value may be; null for what cannot be set.</param>
/// <param name="Description">What the setting does.</param>
/// <param name="SetAt">When the value was set (UTC).</param>
internal sealed record ShownSetting(string Key, string? Value, string? Default, string? Allowed, string? Description, DateTimeOffset? SetAt)
{
    /// <summary>A setting that may be changed, and its row if it has one.</summary>
    public static ShownSetting Of(RuntimeSetting setting, StoredSetting? stored) =>
        new(
            setting.Key,
            stored is null ? null : Text(stored.Value),
            setting.Default,
            setting.Allowed,
            setting.Description,
            stored?.UpdatedAt
        );

    /// <summary>A row that cannot be changed.</summary>
    public static ShownSetting Of(StoredSetting stored) =>
        new(stored.Key, Text(stored.Value), null, null, stored.Description, stored.UpdatedAt);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
