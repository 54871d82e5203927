namespace Capsule.Auth.Users.Preferences;

/// <summary>How pages look.</summary>
public static class Themes
{
    /// <summary>As the user's device says.</summary>
    public const string System = "system";

    /// <summary>Dark on light.</summary>
    public const string Light = "light";

    /// <summary>Light on dark.</summary>
    public const string Dark = "dark";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [System, Light, Dark];
}
