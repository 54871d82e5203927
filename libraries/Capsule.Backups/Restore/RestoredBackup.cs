namespace Capsule.Backups;

/// <summary>A restored backup whose database matched the manifest.</summary>
/// <param name="Backup">The backup's name.</param>
/// <param name="Database">The restored database.</param>
/// <param name="Before">The new name of the live database after a swap; null without a swap.</param>
/// <param name="RestoreMilliseconds">The duration of the restore alone.</param>
/// <param name="Milliseconds">The duration of the whole operation, checks included.</param>
public sealed record RestoredBackup(string Backup, string Database, string? Before, long RestoreMilliseconds, long Milliseconds);
