namespace Capsule.Cli.Credentials;

/// <summary>A lock between processes on this machine: an open file, which the system closes when its process ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    // The values are EWOULDBLOCK on Linux and macOS, and ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="CliException">Another process holds the lock too long.</exception>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        for (var until = TimeProvider.System.GetUtcNow() + Timeout; ; )
        {
            try
            {
                // The lock file is never deleted, because another process could hold a lock on the deleted file while a third locks a new
                // one.
                return new FileStream(path, CredentialFile.Private(FileMode.OpenOrCreate));
            }
            catch (IOException exception) when (InUse.Contains(exception.HResult))
            {
                if (TimeProvider.System.GetUtcNow() > until)
                {
                    throw new CliException(ExitCode.Unavailable, $"Another capsule process has locked {path} for a minute. Try again.");
                }
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
