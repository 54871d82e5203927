namespace Capsule.Backups;

/// <summary>The record that a backup was restored and that its content matched the manifest.</summary>
/// <param name="VerifiedAt">When the backup was verified.</param>
/// <param name="ServerVersion">The version of the server that the backup was restored on.</param>
/// <param name="Jobs">The number of concurrent processes of the restore.</param>
/// <param name="RestoreMilliseconds">The duration of the restore alone.</param>
/// <param name="Milliseconds">The duration of the whole verification, checks included.</param>
/// <param name="ManifestSha256">The checksum of the manifest that was verified.</param>
public sealed record VerifiedBackup(
    DateTimeOffset VerifiedAt,
    string ServerVersion,
    int Jobs,
    long RestoreMilliseconds,
    long Milliseconds,
    string ManifestSha256
);
