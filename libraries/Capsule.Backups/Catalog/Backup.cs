namespace Capsule.Backups;

/// <summary>A backup in a folder.</summary>
/// <param name="Id">The backup's name: the time of its start, such as <c>20261121T150405Z</c>.</param>
/// <param name="Folder">The backup's folder.</param>
/// <param name="State">Whether the backup can be restored.</param>
/// <param name="TakenAt">When the backup was started.</param>
/// <param name="Manifest">The content's description; null when there is no manifest that can be trusted.</param>
/// <param name="Verified">When the backup was last verified by a restore; null if it was not, or failed a later verification.</param>
/// <param name="Damage">The reason why the backup is not complete; null if it is.</param>
public sealed record Backup(
    string Id,
    string Folder,
    BackupState State,
    DateTimeOffset TakenAt,
    BackupManifest? Manifest,
    VerifiedBackup? Verified,
    BackupDamage? Damage
)
{
    /// <summary>The backup's last verification, if that failed.</summary>
    public FailedVerification? Failed { get; init; }

    /// <summary>The folder with the output of pg_dump.</summary>
    public string Dump => DumpIn(Folder);

    internal static string DumpIn(string folder) => Path.Combine(folder, "dump");
}
