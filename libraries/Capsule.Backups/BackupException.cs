namespace Capsule.Backups;

/// <summary>A backup could not be taken, checked or restored, for a reason that its user can do something about.</summary>
public sealed class BackupException(BackupFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A refusal that names each damage.</summary>
    public BackupException(string backup, IReadOnlyList<BackupDamage> damages)
        : this(BackupFault.Refused, $"The backup {backup} is refused: {string.Join("; ", damages.Take(MaxNamed))}{More(damages)}.")
    {
        Damages = damages;
    }

    private const int MaxNamed = 10;

    /// <summary>What kind of reason it is.</summary>
    public BackupFault Fault { get; } = fault;

    /// <summary>What is wrong with the backup; empty unless it is refused.</summary>
    public IReadOnlyList<BackupDamage> Damages { get; } = [];

    private static string More(IReadOnlyList<BackupDamage> damages) =>
        damages.Count > MaxNamed ? $" and {damages.Count - MaxNamed} more" : "";
}
