namespace Capsule.Backups;

/// <summary>A defect of a backup.</summary>
/// <param name="Kind">The kind of defect.</param>
/// <param name="Subject">The damaged file, table or sequence.</param>
/// <param name="Detail">What was expected and what was found.</param>
public sealed record BackupDamage(DamageKind Kind, string Subject, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject} {Detail}";
}
