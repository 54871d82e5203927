using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Embedded;

/// <summary>The programs of one PostgreSQL version on this machine.</summary>
internal sealed partial record PostgresPrograms(string Folder, string Version)
{
    private const string DebianRoot = "/usr/lib/postgresql";
    private static readonly string[] LibraryFolders = ["../lib", "../lib/postgresql", "../pkglib"];

    /// <summary>The server's program.</summary>
    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>The program that makes a cluster.</summary>
    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Whether a library that a server can preload is installed.</summary>
    internal bool HasLibrary(string name) =>
        LibraryFolders.Any(lib => File.Exists(Path.Combine(Folder, lib, name + ".so")));

    /// <summary>The wanted major version where it is installed, else the newest; null when there is none.</summary>
    internal static PostgresPrograms? Find(string? wanted, ServerSite site)
    {
        // Debian's programs on PATH are Perl wrappers, but initdb is not among them.
        var found = (site.SearchPath.Count > 0 ? site.SearchPath : Usual())
            .Where(folder => Machine.IsThere(Path.Combine(folder, "initdb")) && Machine.IsThere(Path.Combine(folder, "postgres")))
            .Select(folder => new PostgresPrograms(folder, VersionOf(folder)))
            .OrderByDescending(programs => double.TryParse(programs.Version, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToList();
        return found.FirstOrDefault(programs => programs.Version == wanted) ?? found.FirstOrDefault();
    }

    /// <summary>The major version that an image's tag stands for: "15", "18.1-alpine" or "2.24.0-pg15".</summary>
    internal static string? VersionOfTag(string? tag) =>
        tag is null ? null : TimescaleTag().Match(tag) is { Success: true } timescale ? timescale.Groups[1].Value
        : PostgresTag().Match(tag) is { Success: true } postgres ? postgres.Groups[1].Value
        : null;

    private static IEnumerable<string> Usual()
    {
        var debian = Directory.Exists(DebianRoot) ? Directory.EnumerateDirectories(DebianRoot).Select(version => Path.Combine(version, "bin")) : [];
        return Machine.FindProgram("initdb") is { } initdb ? debian.Append(Path.GetDirectoryName(initdb)!) : debian;
    }

    // Debian: /usr/lib/postgresql/15/bin; others do not say, and PG_VERSION of the cluster decides.
    private static string VersionOf(string folder) => Path.GetFileName(Path.GetDirectoryName(folder)) ?? "";

    [GeneratedRegex(@"pg(\d+)")]
    private static partial Regex TimescaleTag();

    [GeneratedRegex(@"^(\d+)")]
    private static partial Regex PostgresTag();
}
