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
    internal static ProgramFile ProgramOf(IProjectMetadata project)
    {
        var assembly = project.AssemblyPath ?? Conventional(project.ProjectPath);
        if (!File.Exists(assembly))
        {
            throw new DistributedApplicationException($"{assembly} does not exist. Build it first: dotnet build {project.ProjectPath}");
        }

        var program = Path.ChangeExtension(assembly, null);
        return File.Exists(program) ? new ProgramFile(program, []) : new ProgramFile(Path.Combine(DotnetRoot, "dotnet"), ["exec", assembly]);
    }

    private static string Conventional(string projectPath) => Path.Combine(
        Path.GetDirectoryName(projectPath)!, "bin", Configuration(), Framework(), Path.GetFileNameWithoutExtension(projectPath) + ".dll");

    private static string Configuration() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration is { Length: > 0 } given ? given : "Debug";

    private static string Framework()
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName.Split("=v").LastOrDefault();
        return $"net{version ?? Environment.Version.ToString(2)}";
    }
}
