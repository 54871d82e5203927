using Capsule.Data;

namespace Capsule.Auth.Users.Preferences;

/// <summary>
/// Per-user preferences, except language and time zone, which are in the profile. Users who never changed a preference have no row.
/// </summary>
public sealed class UserPreferences : IAudited
{
    /// <summary>Maximum size of <see cref="Settings"/> as text, in bytes.</summary>
    public const int MaxSettingsSize = 16 * 1024;

    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="Themes"/>.</summary>
    public string Theme { get; init; } = Themes.System;

    /// <summary>Settings of client applications, a JSON object.</summary>
    public string Settings { get; init; } = "{}";

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
