namespace Capsule.Backups;

/// <summary>
/// The folder that a backup is written in under a name that is no backup's; it gets its name when it is complete, or goes when it is not.
/// Whoever writes it holds a lock file, which the kernel frees if the process is killed.
/// </summary>
internal sealed class PartialBackup : IDisposable
{
    private const string LockName = "writing.lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;
    private bool _complete;

    private PartialBackup(string folder, FileStream held) => (Folder, _lock) = (folder, held);

    /// <summary>Where to write.</summary>
    public string Folder { get; }

    /// <summary>Makes the folder, for this process alone.</summary>
    /// <exception cref="BackupException">The folder of the backups cannot be written.</exception>
    public static PartialBackup Begin(BackupCatalog catalog, DateTimeOffset moment)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var complete = Path.Combine(catalog.Folder, BackupId.Of(moment, number));
                if (!Directory.Exists(complete) && TryLock(complete + BackupId.Partial) is { } held)
                {
                    return new PartialBackup(complete + BackupId.Partial, held);
                }
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BackupException(
                BackupFault.Configuration,
                $"Backups cannot be written to {catalog.Folder}: {exception.Message} Choose another folder with --to or CAPSULE_BACKUPS.",
                exception
            );
        }
    }

    /// <summary>Whether somebody on this machine is writing it now.</summary>
    public static bool IsBeingWritten(string folder)
    {
        try
        {
            using var free = new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Gives it its name; returns where it is now.</summary>
    public string Complete()
    {
        var path = Folder[..^BackupId.Partial.Length];
        Directory.Move(Folder, path);
        _complete = true;
        File.Delete(Path.Combine(path, LockName));
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_complete)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static FileStream? TryLock(string folder)
    {
        // A dump holds everything that the database does: nobody else may read it.
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnerOnly);
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
