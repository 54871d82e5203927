using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Aspire.Hosting.Embedded;

/// <summary>A program file and what it has to be started with.</summary>
internal sealed record ProgramFile(string Path, IReadOnlyList<string> Arguments);

/// <summary>Finds what the build made of a project, without asking the build again.</summary>
internal static class ProjectFile
{
    /// <summary>The folder of the .NET that the AppHost itself runs on.</summary>
    // Its runtime is in shared/Microsoft.NETCore.App/10.0.1/ below it.
    internal static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>The program of a project: built with the AppHost, in its configuration.</summary>
    /// <exception cref="DistributedApplicationException">It is not there.</exception>
    internal static ProgramFile ProgramOf(string projectPath)
    {
        var name = Path.GetFileNameWithoutExtension(projectPath);
        var output = Path.Combine(Path.GetDirectoryName(projectPath)!, "bin", Configuration(), Framework());
        var assembly = Path.Combine(output, name + ".dll");
        if (!File.Exists(assembly))
        {
            throw new DistributedApplicationException($"{assembly} does not exist. Build it first: dotnet build {projectPath} -c {Configuration()}");
        }

        var program = Path.Combine(output, name);
        return File.Exists(program) ? new ProgramFile(program, []) : new ProgramFile(Path.Combine(DotnetRoot, "dotnet"), ["exec", assembly]);
    }

    private static string Configuration() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration is { Length: > 0 } given ? given : "Debug";

    private static string Framework()
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName.Split("=v").LastOrDefault();
        return $"net{version ?? Environment.Version.ToString(2)}";
    }
}
