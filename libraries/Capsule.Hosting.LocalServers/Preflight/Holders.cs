using System.Globalization;

namespace Capsule.Hosting.LocalServers;

/// <summary>Finds the process that listens on a port or has a file open, from <c>/proc</c>.</summary>
internal static class Holders
{
    private const string Listening = "0A";

    /// <summary>Returns the process that listens on a port, such as "process 123 (postgres)"; null when none is found.</summary>
    public static string? OfPort(int port)
    {
        var sockets = Sockets("/proc/net/tcp", port).Concat(Sockets("/proc/net/tcp6", port)).ToHashSet();
        return sockets.Count == 0 ? null : Find(sockets.Contains);
    }

    /// <summary>Returns the process that has a file open, such as "process 123 (postgres)"; null when none is found.</summary>
    public static string? OfFile(string path) => Find(target => target == path);

    private static string? Find(Func<string, bool> isHeld)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(static path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(file => isHeld(new FileInfo(file).LinkTarget ?? "")))
                {
                    return $"process {Path.GetFileName(folder)} ({File.ReadAllText(Path.Combine(folder, "comm")).Trim()})";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The process has ended or belongs to another user.
            }
        }

        return null;
    }

    // The columns are slot, local address:port, remote address:port, state, …; the tenth is the inode (proc(5)).
    private static IEnumerable<string> Sockets(string table, int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return !File.Exists(table)
            ? []
            : File.ReadLines(table)
                .Skip(1)
                .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns[3] == Listening && columns[1].EndsWith(suffix, StringComparison.Ordinal))
                .Select(static columns => $"socket:[{columns[9]}]");
    }
}
