namespace Aspire.Hosting.Embedded;

/// <summary>A server's folder: that of its volume, kept from other runs by a lock, or a temporary one.</summary>
internal sealed class DataFolder(string path, FileStream? key) : IDisposable
{
    private static readonly TimeSpan DyingTime = TimeSpan.FromSeconds(10);

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it goes when the server stops.</summary>
    public bool IsTemporary => key is null;

    /// <summary>The path of something in the folder.</summary>
    internal string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file that only the server's user can read.</summary>
    internal void Write(string name, string text, LocalUser? owner) => Native.WritePrivateFile(this[name], text, owner);

    /// <summary>Waits until what an earlier, killed server left running has ended.</summary>
    /// <exception cref="DistributedApplicationException">It does not end.</exception>
    internal async Task WaitUntilUnusedAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + DyingTime;
        while (Machine.ProcessesIn(Path).Select(pid => (int?)pid).FirstOrDefault() is { } pid)
        {
            if (time.GetUtcNow() > until)
            {
                throw new DistributedApplicationException(
                    $"{Path} is in use by process {pid} ({Machine.NameOf(pid)}). Stop it first: kill {pid}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    /// <summary>Gives the folder free; a temporary one is deleted.</summary>
    public void Dispose()
    {
        key?.Dispose();
        if (IsTemporary && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
