using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds programs.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program that starts in a folder, relative to the AppHost's.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        var folder = Path.GetFullPath(workingDirectory.Replace('\\', Path.DirectorySeparatorChar), builder.AppHostDirectory);
        var executable = builder.AddResource(new ExecutableResource(name, command, folder));
        return args is [_, ..] ? executable.WithArgs(args) : executable;
    }
}
