namespace Capsule.Auth.Users.Preferences;

/// <summary>The themes of user interfaces.</summary>
public static class Themes
{
    /// <summary>The theme of the user's device.</summary>
    public const string System = "system";

    /// <summary>Dark text on a light background.</summary>
    public const string Light = "light";

    /// <summary>Light text on a dark background.</summary>
    public const string Dark = "dark";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [System, Light, Dark];
}
