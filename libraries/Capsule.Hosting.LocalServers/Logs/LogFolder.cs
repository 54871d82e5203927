using System.Globalization;

namespace Capsule.Hosting.LocalServers;

/// <summary>The folders of log files: one for each run, named after the time of its start (UTC). Only the newest are kept.</summary>
internal static class LogFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder of a run that starts now, and deletes the folders of the oldest runs.</summary>
    /// <param name="root">The folder that contains the folders of all runs.</param>
    /// <param name="start">When the run starts.</param>
    /// <param name="maxRuns">How many runs are kept, this one included.</param>
    public static string Create(string root, DateTimeOffset start, int maxRuns)
    {
        // The process id distinguishes runs that start in the same second.
        var name = string.Create(CultureInfo.InvariantCulture, $"{start.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Environment.ProcessId}");

        // Logs can contain personal data, so only the user who runs the AppHost may read them.
        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(Path.Combine(root, name))
            : Directory.CreateDirectory(Path.Combine(root, name), OwnerOnly);
        foreach (
            var old in Directory.EnumerateDirectories(root, "????????T??????Z-*").OrderDescending(StringComparer.Ordinal).Skip(maxRuns)
        )
        {
            Directory.Delete(old, recursive: true);
        }

        return folder.FullName;
    }
}
