namespace Capsule.Data;

/// <summary>Settings of section <c>Settings</c>.</summary>
public sealed class StoredSettingsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Settings";

    /// <summary>How often a service reads <c>service_settings</c>; a changed setting takes effect within this time.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);
}
