namespace Capsule.Backups;

/// <summary>A backup in a folder.</summary>
/// <param name="Id">Its name: when it was begun, such as <c>20261121T150405Z</c>.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="State">Whether it can be restored.</param>
/// <param name="TakenAt">When it was begun.</param>
/// <param name="Manifest">What it holds; null unless it is complete.</param>
/// <param name="Verified">When it was proved by a restore; null when it was not.</param>
/// <param name="Damage">Why it is not complete.</param>
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
    /// <summary>The folder that pg_dump wrote.</summary>
    public string Dump => DumpIn(Folder);

    internal static string DumpIn(string folder) => Path.Combine(folder, "dump");
}
