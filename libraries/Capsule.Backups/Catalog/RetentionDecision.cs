namespace Capsule.Backups;

/// <summary>The decision whether to keep a backup.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Keep">Whether the backup is kept.</param>
/// <param name="Reason">The rules that keep the backup, or the reason for its removal.</param>
public sealed record RetentionDecision(Backup Backup, bool Keep, string Reason);
