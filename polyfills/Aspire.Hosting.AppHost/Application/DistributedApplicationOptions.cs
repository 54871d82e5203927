using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How the application's builder is set up.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly; the program's own unless given.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's project folder; as the assembly says unless given.</summary>
    public string? ProjectDirectory
    {
        get => field ?? Metadata("AppHostProjectPath");
        set;
    }

    /// <summary>Whether to run without the dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether the dashboard may speak http.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether the resources' output also goes to the AppHost's log.</summary>
    public bool EnableResourceLogging { get; set; }

    /// <summary>Whether somebody watches the console: the application was started by Run and not by a test.</summary>
    internal bool IsAttended { get; set; }

    internal Assembly? Assembly => AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName);

    private string? Metadata(string key) => Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(m => m.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value;
}
