namespace Capsule.Backups;

/// <summary>Whether a backup stays, and why.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Keep">Whether it stays.</param>
/// <param name="Reason">The rules that keep it, or why it goes.</param>
public sealed record RetentionDecision(Backup Backup, bool Keep, string Reason);
