namespace Capsule.Backups;

/// <summary>One thing that is wrong with a backup.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Subject">The file, table or sequence.</param>
/// <param name="Detail">What was expected and what was found.</param>
public sealed record BackupDamage(DamageKind Kind, string Subject, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject} {Detail}";
}
