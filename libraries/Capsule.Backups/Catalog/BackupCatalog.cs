namespace Capsule.Backups;

/// <summary>A folder of backups: <c>auth/20261121T150405Z/</c> with <c>manifest.json</c> and <c>dump/</c>, and so on.</summary>
/// <param name="folder">The folder for all services.</param>
/// <param name="service">The service that the backups belong to.</param>
public sealed class BackupCatalog(string folder, string service)
{
    /// <summary>The service's folder.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(folder), service);

    /// <summary>All backups, newest first.</summary>
    public IReadOnlyList<Backup> List() =>
        !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(Folder)
                    .Where(path => BackupId.Moment(Path.GetFileName(path)) is not null)
                    .Select(Read)
                    .OrderByDescending(backup => backup.TakenAt)
                    .ThenByDescending(backup => backup.Id.Length)
                    .ThenByDescending(backup => backup.Id, StringComparer.Ordinal),
            ];

    /// <summary>
    /// Returns the backup named <paramref name="id"/>, or in the folder <paramref name="id"/> if it is a path, or the newest complete
    /// backup if it is null.
    /// </summary>
    /// <exception cref="BackupException">The backup does not exist or cannot be restored.</exception>
    public Backup Find(string? id) => id is null ? Newest(backup => backup.State == BackupState.Complete) : Named(id);

    /// <summary>Like <see cref="Find"/>, but without a name also a backup that failed its last verification.</summary>
    /// <exception cref="BackupException">The backup does not exist or cannot be restored.</exception>
    public Backup FindToVerify(string? id) =>
        id is null ? Newest(backup => backup.State is BackupState.Complete or BackupState.Failed) : Named(id);

    /// <summary>Returns the backups that are newer than <paramref name="backup"/>, newest first.</summary>
    public IReadOnlyList<Backup> NewerThan(Backup backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return [.. List().TakeWhile(other => other.Id != backup.Id)];
    }

    private Backup Newest(Func<Backup, bool> isUsable) =>
        List().FirstOrDefault(isUsable)
        ?? throw None($"There is no complete backup of {service} in {Folder}. Take one with: backup create");

    private Backup Named(string id)
    {
        if (id.Contains(Path.DirectorySeparatorChar))
        {
            return Directory.Exists(id) ? Usable(Read(Path.GetFullPath(id))) : throw None($"There is no folder {id}.");
        }

        var all = List();
        return Usable(
            all.FirstOrDefault(backup => backup.Id == id)
                ?? throw None(
                    $"There is no backup {id} of {service} in {Folder}. There is: {string.Join(", ", all.Select(backup => backup.Id).DefaultIfEmpty("none"))}"
                )
        );
    }

    /// <summary>Reads the backup in a folder, whatever its state.</summary>
    internal Backup Read(string path)
    {
        var name = Path.GetFileName(path);
        var (manifest, sha256, damage) = ManifestFile.Read(path);
        if (name.EndsWith(BackupId.Partial, StringComparison.Ordinal))
        {
            (manifest, damage) = (null, new BackupDamage(DamageKind.Incomplete, name, "was never finished"));
        }
        else if (manifest is not null && manifest.Service != service)
        {
            damage = new BackupDamage(
                DamageKind.Foreign,
                ManifestFile.Name,
                $"is of the service \"{manifest.Service}\", not of \"{service}\""
            );
        }

        if (damage is not null)
        {
            manifest = null;
        }

        damage ??= BackupFiles.CheckSizes(Backup.DumpIn(path), manifest!.Files);
        var failed = sha256 is null ? null : ManifestFile.ReadFailed(path, sha256);
        return new Backup(
            name,
            path,
            State(damage, failed),
            BackupId.Moment(name) ?? manifest?.TakenAt ?? default,
            manifest,
            sha256 is null || failed is not null ? null : ManifestFile.ReadVerified(path, sha256),
            damage
        )
        {
            Failed = failed,
        };
    }

    private static BackupState State(BackupDamage? damage, FailedVerification? failed) =>
        damage switch
        {
            { Kind: DamageKind.Incomplete } => BackupState.Incomplete,
            not null => BackupState.Damaged,
            null => failed is null ? BackupState.Complete : BackupState.Failed,
        };

    // Damaged files are no reason to refuse here, because the restorer checks all files and names each damage.
    private static Backup Usable(Backup backup) =>
        backup.Manifest is null ? throw new BackupException(backup.Id, [backup.Damage!]) : backup;

    private static BackupException None(string message) => new(BackupFault.Refused, message);
}
