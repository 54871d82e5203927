using System.Text;

namespace Capsule.Testing;

/// <summary>A process of this machine, read from /proc.</summary>
/// <param name="Id">Process id.</param>
/// <param name="CommandLine">Program and arguments.</param>
public sealed record RunningProcess(int Id, string CommandLine)
{
    /// <summary>Resident memory in bytes, or 0 when the process is gone.</summary>
    public long ResidentBytes =>
        Read(Id, "status") is { } status
        && status.Split('\n').FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], provider: null) * 1024
            : 0;

    /// <summary>
    /// Proportional share of memory (PSS) in bytes, in which pages that processes share are divided among them; 0 when the process is gone.
    /// </summary>
    public long ProportionalBytes =>
        Read(Id, "smaps_rollup")?.Split('\n').FirstOrDefault(static line => line.StartsWith("Pss:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(4).Trim().ToString().Split(' ')[0], provider: null) * 1024
            : 0;

    /// <summary>A variable of its environment; null when it has none of this name.</summary>
    public string? Variable(string name) =>
        (Read(Id, "environ") ?? "")
            .Split('\0')
            .FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
            ?[(name.Length + 1)..];

    /// <summary>Kills it (SIGKILL): it gets no chance to finish anything. One that has ended by itself is left alone.</summary>
    public void Kill()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It ended with another that was killed before it.
        }
    }

    /// <summary>The processes whose environment holds a variable or that work below a folder; zombies excluded.</summary>
    /// <param name="variable">In the form <c>NAME=value</c>.</param>
    /// <param name="folder">PostgreSQL overwrites its environment with its title, but works in its data folder.</param>
    public static IReadOnlyList<RunningProcess> Of(string variable, string folder) =>
        Where(id => WorksIn(id, folder) || (Read(id, "environ") ?? "").Split('\0').Contains(variable));

    /// <summary>The processes that work below a folder; zombies excluded.</summary>
    public static IReadOnlyList<RunningProcess> In(string folder) => Where(id => WorksIn(id, folder));

    /// <summary>The processes whose command line ends like this; zombies excluded.</summary>
    public static IReadOnlyList<RunningProcess> Running(string commandLineEnd) =>
        [.. Where(static _ => true).Where(process => process.CommandLine.EndsWith(commandLineEnd, StringComparison.Ordinal))];

    private static IReadOnlyList<RunningProcess> Where(Func<int, bool> matches) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
                .Where(id => id > 0 && matches(id))
                .Select(id => new RunningProcess(id, (Read(id, "cmdline") ?? "").Replace('\0', ' ').Trim()))
                .Where(process => process.CommandLine.Length > 0),
        ];

    private static bool WorksIn(int id, string folder)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{id}/cwd", returnFinalTarget: false)
                    ?.FullName.StartsWith(folder + "/", StringComparison.Ordinal)
                ?? false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}", Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // The process has ended or is another user's.
        }
    }
}
