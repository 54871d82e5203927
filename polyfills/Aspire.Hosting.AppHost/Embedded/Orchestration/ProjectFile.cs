using System.Runtime.InteropServices;

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
        if (project.AssemblyPath is not { } assembly || !File.Exists(assembly))
        {
            throw new DistributedApplicationException(
                $"{project.AssemblyPath ?? "Its program"} does not exist. Build it first: dotnet build {project.ProjectPath}");
        }

        var program = Path.ChangeExtension(assembly, null);
        return File.Exists(program) ? new ProgramFile(program, []) : new ProgramFile(Path.Combine(DotnetRoot, "dotnet"), ["exec", assembly]);
    }
}
