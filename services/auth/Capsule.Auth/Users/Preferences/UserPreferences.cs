using Capsule.Data;

namespace Capsule.Auth.Users.Preferences;

/// <summary>How a user likes it, but for language and time zone, which are in the profile; who never said has no row.</summary>
public sealed class UserPreferences : IAudited
{
    /// <summary>Maximum size of <see cref="Settings"/> as text, in bytes.</summary>
    public const int SettingsSize = 16 * 1024;

    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="Themes"/>.</summary>
    public string Theme { get; init; } = Themes.System;

    /// <summary>What clients keep, an object of JSON.</summary>
    public string Settings { get; init; } = "{}";

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
