namespace Capsule.Backups;

/// <summary>A backup in a database that was compared with its manifest.</summary>
/// <param name="Backup">The backup's name.</param>
/// <param name="Database">The database that holds it.</param>
/// <param name="Before">What the live database is called now, when it was swapped; else null.</param>
/// <param name="RestoreMilliseconds">How long the restore alone took.</param>
/// <param name="Milliseconds">How long everything took, checks included.</param>
public sealed record RestoredBackup(string Backup, string Database, string? Before, long RestoreMilliseconds, long Milliseconds);
