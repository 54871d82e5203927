namespace Capsule.Backups;

/// <summary>
/// The folder in which a backup is written, under a temporary name. The folder gets the backup's name when the backup is complete, and is
/// deleted when it fails. The writing process holds a lock on a file, which the kernel releases if the process is killed.
/// </summary>
internal sealed class PartialBackup : IDisposable
{
    private const string LockName = "writing.lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;
    private bool _complete;

    private PartialBackup(string folder, FileStream held) => (Folder, _lock) = (folder, held);

    /// <summary>The folder to write to.</summary>
    public string Folder { get; }

    /// <summary>Creates the folder for this process.</summary>
    /// <exception cref="BackupException">The folder of the backups is not writable.</exception>
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

    /// <summary>Returns whether a process on this machine is writing to the folder.</summary>
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

    /// <summary>Renames the folder to the backup's name, and returns its new path.</summary>
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
        // The dump contains all data of the database, so only the owner may read the folder.
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
