using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Capsule.Auth.Users.Preferences;

/// <summary>The body of <c>PATCH /api/users/me/preferences</c>; members that are missing or null stay unchanged.</summary>
public sealed record UpdatePreferencesRequest
{
    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    [MaxLength(20)]
    public string? Theme { get; init; }

    /// <summary>BCP 47 tag of language and region, such as <c>en</c> or <c>pt-BR</c>.</summary>
    [MaxLength(35)]
    public string? Language { get; init; }

    /// <summary>IANA name of the time zone, such as <c>Europe/Berlin</c>.</summary>
    [MaxLength(64)]
    public string? TimeZone { get; init; }

    /// <summary>Settings to add or replace by name; a null removes the setting, and settings that are not named stay.</summary>
    public JsonElement? Settings { get; init; }
}
