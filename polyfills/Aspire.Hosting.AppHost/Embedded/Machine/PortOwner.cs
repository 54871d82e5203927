using System.Globalization;

namespace Aspire.Hosting.Embedded;

/// <summary>Finds out who listens on a port.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>"process 123 (postgres)", or null when it cannot be known.</summary>
    internal static string? Find(int port)
    {
        var sockets = Sockets("/proc/net/tcp", port).Concat(Sockets("/proc/net/tcp6", port)).ToHashSet();
        if (sockets.Count == 0)
        {
            return null;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => sockets.Contains(new FileInfo(file).LinkTarget ?? "")))
                {
                    var pid = int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);
                    return $"process {pid} ({Machine.NameOf(pid)})";
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or belongs to another user.
            }
        }

        return null;
    }

    // Columns: slot, local address:port, remote address:port, state, …, the tenth is the inode.
    private static IEnumerable<string> Sockets(string table, int port) =>
        !File.Exists(table) ? [] :
        from line in File.ReadLines(table).Skip(1)
        let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where columns[3] == Listening && columns[1].EndsWith($":{port:X4}", StringComparison.Ordinal)
        select $"socket:[{columns[9]}]";
}
