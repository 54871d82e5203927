namespace Capsule.Auth.Cleanup;

/// <summary>Settings of section <c>Auth:Cleanup</c>.</summary>
public sealed class CleanupOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Cleanup";

    /// <summary>How often old rows are deleted.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}
