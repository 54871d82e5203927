namespace Capsule.Testing;

/// <summary>
/// Folders for servers' data. In memory where there is enough of it: on a disk, files that come and go are most of what short-lived servers
/// cost.
/// </summary>
public static class ServerFolder
{
    private const string Memory = "/dev/shm";
    private const long EnoughMemory = 4L << 30;

    /// <summary>Makes a folder that the servers' own users can enter, and returns its path: a short one, as sockets go in there.</summary>
    public static string New(string prefix) => New(prefix, HasMemory() ? Memory : Path.GetTempPath());

    /// <summary>Makes such a folder on disk, for servers that are killed: what they write takes the time that it takes for real.</summary>
    public static string NewOnDisk(string prefix) => New(prefix, Path.GetTempPath());

    private static string New(string prefix, string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"{prefix}-{Guid.NewGuid().ToString("n")[..8]}"));
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode =
                UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute;
        }

        return folder.FullName;
    }

    private static bool HasMemory() =>
        Directory.Exists(Memory) && new DriveInfo(Memory) is { DriveFormat: "tmpfs", AvailableFreeSpace: > EnoughMemory };
}
