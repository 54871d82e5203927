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
    public Backup Find(string? id)
    {
        if (id is not null && id.Contains(Path.DirectorySeparatorChar))
        {
            return Directory.Exists(id) ? Usable(Read(Path.GetFullPath(id))) : throw None($"There is no folder {id}.");
        }

        var all = List();
        if (id is null)
        {
            return all.FirstOrDefault(backup => backup.State == BackupState.Complete)
                ?? throw None($"There is no complete backup of {service} in {Folder}. Take one with: backup create");
        }

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

        var state =
            damage is null ? BackupState.Complete
            : damage.Kind == DamageKind.Incomplete ? BackupState.Incomplete
            : BackupState.Damaged;
        return new Backup(
            name,
            path,
            state,
            BackupId.Moment(name) ?? manifest?.TakenAt ?? default,
            damage is null ? manifest : null,
            sha256 is null ? null : ManifestFile.ReadVerified(path, sha256),
            damage
        );
    }

    private static Backup Usable(Backup backup) => backup.Damage is { } damage ? throw new BackupException(backup.Id, [damage]) : backup;

    private static BackupException None(string message) => new(BackupFault.Refused, message);
}
