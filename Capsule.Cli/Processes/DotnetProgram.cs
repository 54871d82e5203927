using System.Runtime.InteropServices;

namespace Capsule.Cli.Processes;

/// <summary>The .NET installation that runs this process.</summary>
internal static class DotnetProgram
{
    // The runtime is in shared/Microsoft.NETCore.App/10.0.1/ below the folder; a self-contained build has no such folder.
    private static readonly string Folder = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")
    );

    /// <summary>The folder for <c>DOTNET_ROOT</c>; null when this process includes its runtime.</summary>
    public static string? Root { get; } = File.Exists(InFolder) ? Folder : null;

    /// <summary>The program <c>dotnet</c> of this process's installation, otherwise the one on the PATH.</summary>
    public static string Path { get; } = File.Exists(InFolder) ? InFolder : "dotnet";

    private static string InFolder => System.IO.Path.Combine(Folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
}
