namespace Aspire.Hosting.Embedded;

/// <summary>What there is on this machine.</summary>
internal static class Machine
{
    private static readonly string[] AlwaysSearched = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Whether there are setpriv and setsid, with which processes are started.</summary>
    internal static bool CanStartProcesses => FindProgram("setpriv") is not null && FindProgram("setsid") is not null;

    /// <summary>The full path of a program on PATH or in the usual folders; null when there is none.</summary>
    internal static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(AlwaysSearched).Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsThere);

    /// <summary>Whether there is a file, or a link to one: a link that leads nowhere counts as a file elsewhere.</summary>
    internal static bool IsThere(string path) => File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);

    /// <summary>The processes, other than this one, that have their working directory in a folder.</summary>
    internal static IEnumerable<int> ProcessesIn(string folder)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out var pid) || pid == Environment.ProcessId)
            {
                continue;
            }

            string? where = null;
            try
            {
                where = new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or belongs to another user.
            }

            if (where == folder || where?.StartsWith(folder + "/", StringComparison.Ordinal) == true)
            {
                yield return pid;
            }
        }
    }

    /// <summary>A process's name; null when it is gone.</summary>
    internal static string? NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
