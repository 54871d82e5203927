namespace Aspire.Hosting;

/// <summary>A profile of a project's launchSettings.json.</summary>
public sealed class LaunchProfile
{
    /// <summary>Only <c>Project</c> is understood.</summary>
    public string? CommandName { get; set; }

    /// <summary>The addresses that it listens on, separated by semicolons.</summary>
    public string? ApplicationUrl { get; set; }

    /// <summary>Its environment.</summary>
    public Dictionary<string, string> EnvironmentVariables { get; init; } = [];
}
