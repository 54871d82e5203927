namespace Capsule.Testing;

/// <summary>Folders for servers' data. In memory where there is enough of it: on a disk, files that come and go are most of what short-lived servers cost.</summary>
public static class ServerFolder
{
    private const string Memory = "/dev/shm";
    private const long EnoughMemory = 4L << 30;

    /// <summary>Makes a folder that the servers' own users can enter, and returns its path: a short one, as sockets go in there.</summary>
    public static string New(string prefix)
    {
        var folder = Directory.CreateDirectory(Path.Combine(HasMemory() ? Memory : Path.GetTempPath(), $"{prefix}-{Guid.NewGuid().ToString("n")[..8]}"));
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        return folder.FullName;
    }

    private static bool HasMemory() => Directory.Exists(Memory) && new DriveInfo(Memory) is { DriveFormat: "tmpfs", AvailableFreeSpace: > EnoughMemory };
}
