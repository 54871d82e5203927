namespace Aspire.Hosting.Embedded;

/// <summary>The folder under which every volume has a folder of its name.</summary>
internal sealed class DataFolders(string root)
{
    private const UnixFileMode Walkable = UnixFileMode.OtherExecute;

    /// <summary>Opens the folder of a volume, or a temporary one when there is no volume.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be used: in use, not reachable for the user, not writable.</exception>
    internal DataFolder Open(string resource, string? volume, LocalUser? owner)
    {
        if (volume is null)
        {
            var temporary = Directory.CreateTempSubdirectory($"{resource}-").FullName;
            Native.GiveTo(temporary, owner);
            return new DataFolder(temporary, null);
        }

        var folder = Path.Combine(root, volume.Replace('/', '-'));
        try
        {
            Directory.CreateDirectory(root);
            RequireReachable(owner);
            var key = Lock(folder, resource);
            if (!Directory.Exists(folder))
            {
                Native.CreatePrivateFolder(folder, owner);
            }

            return new DataFolder(folder, key);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DistributedApplicationException($"{resource}: {error.Message} Choose another folder with --data-root DIR.", error);
        }
    }

    private static FileStream Lock(string folder, string resource)
    {
        try
        {
            return new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new DistributedApplicationException(
                $"{resource}: its data in {folder} is in use by another run of this application. Stop that one, or choose another folder with --data-root DIR.",
                error);
        }
    }

    private void RequireReachable(LocalUser? owner)
    {
        for (var folder = new DirectoryInfo(root); owner is not null && folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(Walkable))
            {
                throw new DistributedApplicationException(
                    $"{folder.FullName} cannot be entered by user {owner.Name}, whose server keeps its data in {root}. " +
                    $"Either choose another folder with --data-root DIR, or: chmod o+x {folder.FullName}");
            }
        }
    }
}
