namespace Capsule.Backups;

/// <summary>The record that a backup could not be restored, or that its restored content differed from the manifest.</summary>
/// <param name="FailedAt">When the verification failed.</param>
/// <param name="Reason">The damages that were found.</param>
/// <param name="ManifestSha256">The checksum of the manifest that the restore was compared with.</param>
public sealed record FailedVerification(DateTimeOffset FailedAt, string Reason, string ManifestSha256);
