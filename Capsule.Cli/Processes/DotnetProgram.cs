using System.Runtime.InteropServices;

namespace Capsule.Cli.Processes;

/// <summary>The .NET that this process runs on.</summary>
internal static class DotnetProgram
{
    // The runtime is in shared/Microsoft.NETCore.App/10.0.1/ below the folder; a self-contained build has none.
    private static readonly string Folder = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")
    );

    /// <summary>The folder for <c>DOTNET_ROOT</c>; null when this process brings its own runtime.</summary>
    public static string? Root { get; } = File.Exists(InFolder) ? Folder : null;

    /// <summary>The program <c>dotnet</c>: that of this process, else the one on the path.</summary>
    public static string Path { get; } = File.Exists(InFolder) ? InFolder : "dotnet";

    private static string InFolder => System.IO.Path.Combine(Folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
}
