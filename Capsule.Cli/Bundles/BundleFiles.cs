using System.Text.RegularExpressions;

namespace Capsule.Cli.Bundles;

/// <summary>Recognizes bundles by their file names.</summary>
internal static partial class BundleFiles
{
    /// <summary>Returns the bundles directly in a folder: the executable if there is one, otherwise the assembly.</summary>
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

    /// <summary>
    /// Returns the service of a bundle's project, such as <c>auth</c> for <c>Capsule.Auth.Migrations.csproj</c>; null for other files.
    /// </summary>
    public static string? ServiceOfProject(string path) =>
        ProjectName().Match(Path.GetFileName(path)) is { Success: true } match ? ServiceOf(match.Groups["name"].Value) : null;

    private static string ServiceOf(string name) => name.ToLowerInvariant();

    // Build outputs contain other assemblies of the same name; only a runnable one has a runtime configuration beside it.
    private static bool IsProgram(string path) =>
        path.EndsWith(".dll", StringComparison.Ordinal)
            ? File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json"))
            : OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    [GeneratedRegex(@"^Capsule\.(?<name>[A-Za-z0-9]+)\.Migrations(\.dll|\.exe)?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^Capsule\.(?<name>[A-Za-z0-9]+)\.Migrations\.csproj$")]
    private static partial Regex ProjectName();
}
