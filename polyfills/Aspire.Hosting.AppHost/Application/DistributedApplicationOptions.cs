using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How the application's builder is set up.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The AppHost's project folder; as the assembly says unless given.</summary>
    public string? ProjectDirectory
    {
        get => field ?? Metadata("AppHostProjectPath");
        set;
    }

    /// <summary>Whether to run without the dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether somebody watches the console: the application was started by Run and not by a test.</summary>
    internal bool IsAttended { get; set; }

    internal static Assembly? Assembly => Assembly.GetEntryAssembly();

    private static string? Metadata(string key) => Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(m => m.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value;
}
