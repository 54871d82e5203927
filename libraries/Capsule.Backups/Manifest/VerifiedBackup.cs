namespace Capsule.Backups;

/// <summary>That a backup was restored and found to hold what its manifest says.</summary>
/// <param name="VerifiedAt">When.</param>
/// <param name="ServerVersion">The version of the server that it was restored on.</param>
/// <param name="Jobs">How many processes restored it at a time.</param>
/// <param name="RestoreMilliseconds">How long the restore alone took.</param>
/// <param name="Milliseconds">How long everything took, checks included.</param>
/// <param name="ManifestSha256">Of which manifest.</param>
public sealed record VerifiedBackup(
    DateTimeOffset VerifiedAt,
    string ServerVersion,
    int Jobs,
    long RestoreMilliseconds,
    long Milliseconds,
    string ManifestSha256
);
