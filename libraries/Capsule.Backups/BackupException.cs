namespace Capsule.Backups;

/// <summary>A backup could not be taken, verified or restored, for a reason that the user can resolve.</summary>
public sealed class BackupException(BackupFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Creates the exception for a damaged backup; the message lists the damages.</summary>
    public BackupException(string backup, IReadOnlyList<BackupDamage> damages)
        : this(BackupFault.Refused, $"The backup {backup} is refused: {string.Join("; ", damages.Take(MaxNamed))}{More(damages)}.")
    {
        Damages = damages;
    }

    private const int MaxNamed = 10;

    /// <summary>The kind of failure.</summary>
    public BackupFault Fault { get; } = fault;

    /// <summary>The backup's damages; empty unless the backup is refused.</summary>
    public IReadOnlyList<BackupDamage> Damages { get; } = [];

    private static string More(IReadOnlyList<BackupDamage> damages) =>
        damages.Count > MaxNamed ? $" and {damages.Count - MaxNamed} more" : "";
}
