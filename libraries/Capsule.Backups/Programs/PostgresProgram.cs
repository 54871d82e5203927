using System.Globalization;
using System.Text.RegularExpressions;

namespace Capsule.Backups;

/// <summary>A pg_dump or pg_restore whose version suits the server.</summary>
/// <param name="Path">The program's path.</param>
/// <param name="Major">The program's major version.</param>
internal sealed partial record PostgresProgram(string Path, int Major)
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>
    /// Returns Debian's folders, one per version, before the PATH, because Debian's program on the PATH is a wrapper that chooses among
    /// them.
    /// </summary>
    public static IReadOnlyList<string> DefaultFolders() =>
        [
            .. Directory.Exists(DebianRoot)
                ? Directory.EnumerateDirectories(DebianRoot).Select(version => System.IO.Path.Combine(version, "bin"))
                : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                System.IO.Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            ),
        ];

    /// <summary>Finds the program in the server's version, or in the next newer version; older programs refuse to work.</summary>
    /// <exception cref="BackupException">The program is not installed, or only in older versions.</exception>
    public static async Task<PostgresProgram> FindAsync(
        string name,
        int atLeast,
        BackupOptions options,
        CancellationToken cancellationToken
    )
    {
        var found = new List<PostgresProgram>();
        foreach (var path in options.ProgramFolders.Select(folder => System.IO.Path.Combine(folder, name)).Where(File.Exists))
        {
            if (await MajorAsync(path, cancellationToken) is { } major)
            {
                found.Add(new PostgresProgram(path, major));
                if (major == atLeast)
                {
                    return found[^1];
                }
            }
        }

        return found.Where(program => program.Major > atLeast).MinBy(program => program.Major)
            ?? throw new BackupException(
                BackupFault.Configuration,
                found.Count == 0
                    ? $"{name} is not installed. Install PostgreSQL's client programs, version {atLeast} or newer (Debian: postgresql-client-{atLeast}), or put them on the PATH."
                    : $"{name} is installed only in version "
                        + $"{string.Join(", ", found.Select(program => program.Major).Distinct().Order())}; version {atLeast} or newer is needed (Debian: postgresql-client-{atLeast})."
            );
    }

    private static async Task<int?> MajorAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await ProgramRun.RunAsync(path, ["--version"], new Dictionary<string, string?>(), cancellationToken);
        return answer.ExitCode == 0 && Version().Match(answer.Output) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
