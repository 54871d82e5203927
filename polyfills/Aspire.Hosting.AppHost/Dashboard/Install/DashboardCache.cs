using System.Security.Cryptography;

namespace Aspire.Hosting.Dashboard.Install;

/// <summary>
/// The user's copy of one release of the dashboard. A folder appears whole, by a rename, and carries the list of its files;
/// a copy that lacks one of them does not count. Their hashes are only asked when the dashboard does not start.
/// </summary>
internal sealed class DashboardCache
{
    private const string ListName = ".files";
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    private readonly string _folder;
    private readonly TimeProvider _time;

    /// <summary>The copy of <paramref name="release"/> below the user's cache folder.</summary>
    internal DashboardCache(string root, string release, TimeProvider time)
    {
        _folder = Path.Combine(root, "aspire-dashboard", release);
        _time = time;
    }

    /// <summary>The program, if the copy is there and whole.</summary>
    public string? Program => IsWhole() ? Path.Combine(_folder, DashboardProgram.BundleName) : null;

    /// <summary><c>$XDG_CACHE_HOME</c>, else <c>~/.cache</c>.</summary>
    internal static string UserRoot() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary>Waits until no other process fetches this release.</summary>
    internal async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        while (true)
        {
            try
            {
                return new FileStream(_folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockPoll, _time, cancellationToken);
            }
        }
    }

    /// <summary>An empty folder beside the copy, for whoever holds the lock; what a broken run left there is removed.</summary>
    internal string Stage()
    {
        DropStage();
        return Directory.CreateDirectory(_folder + ".part").FullName;
    }

    /// <summary>Removes the folder beside the copy.</summary>
    internal void DropStage() => Remove(_folder + ".part");

    /// <summary>Makes a folder the copy.</summary>
    internal void Adopt(string folder)
    {
        File.WriteAllLines(
            Path.Combine(folder, ListName),
            new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList()
                .Select(file => $"{file.Length} {Hash(file.FullName)} {Path.GetRelativePath(folder, file.FullName)}"));
        Remove(_folder);
        Directory.Move(folder, _folder);
    }

    /// <summary>Has the copy fetched anew at the next start if a file is not what it was; returns whether that is so.</summary>
    internal bool DropDamaged()
    {
        if (!IsWhole() || List().All(file => Hash(file.Path) == file.Hash))
        {
            return false;
        }

        File.Delete(Path.Combine(_folder, ListName));
        return true;
    }

    private bool IsWhole() =>
        new FileInfo(Path.Combine(_folder, ListName)) is { Exists: true, Length: > 0 }
        && List().All(file => new FileInfo(file.Path) is { Exists: true } there && $"{there.Length}" == file.Length);

    private IEnumerable<(string Length, string Hash, string Path)> List() =>
        from line in File.ReadLines(Path.Combine(_folder, ListName))
        let parts = line.Split(' ', 3)
        where parts.Length == 3
        select (parts[0], parts[1], Path.Combine(_folder, parts[2]));

    private static string Hash(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
