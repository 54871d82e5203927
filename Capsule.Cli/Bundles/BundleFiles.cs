using System.Text.RegularExpressions;

namespace Capsule.Cli.Bundles;

/// <summary>Recognises the programs of bundles by their names.</summary>
internal static partial class BundleFiles
{
    /// <summary>The bundles in a folder itself: the executable where there is one, else the assembly.</summary>
    public static IEnumerable<Bundle> In(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Select(path => (Path: path, Match: Name().Match(System.IO.Path.GetFileName(path))))
            .Where(file => file.Match.Success && IsProgram(file.Path))
            .GroupBy(file => ServiceOf(file.Match.Groups["name"].Value))
            .Select(files => new Bundle(
                files.Key,
                files.Select(file => file.Path).OrderBy(path => path.EndsWith(".dll", StringComparison.Ordinal)).First()
            ));

    /// <summary>The service of a bundle's project, <c>auth</c> of <c>Capsule.Auth.Migrations.csproj</c>; null for another file.</summary>
    public static string? ServiceOfProject(string path) =>
        ProjectName().Match(Path.GetFileName(path)) is { Success: true } match ? ServiceOf(match.Groups["name"].Value) : null;

    private static string ServiceOf(string name) => name.ToLowerInvariant();

    // Compilers leave assemblies of the same name about; only what can be run has a runtime configuration beside it.
    private static bool IsProgram(string path) =>
        path.EndsWith(".dll", StringComparison.Ordinal)
            ? File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json"))
            : OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    [GeneratedRegex(@"^Capsule\.(?<name>[A-Za-z0-9]+)\.Migrations(\.dll|\.exe)?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^Capsule\.(?<name>[A-Za-z0-9]+)\.Migrations\.csproj$")]
    private static partial Regex ProjectName();
}
