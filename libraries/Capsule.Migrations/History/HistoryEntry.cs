namespace Capsule.Migrations;

/// <summary>A row of <c>schema_history</c>.</summary>
/// <param name="Rank">Its place in the order of events, from 1.</param>
/// <param name="Version">The migration's timestamp, or a library's name and the number of its step.</param>
/// <param name="Description">The migration's name without the version.</param>
/// <param name="Type">What happened.</param>
/// <param name="Checksum">SHA-256 of what the migration does, in hexadecimal; null when it was applied before checksums were kept.</param>
/// <param name="InstalledBy">The database role.</param>
/// <param name="InstalledOn">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Success">Whether it was finished.</param>
/// <param name="StepsDone">Of a migration with steps outside a transaction, or of its undo: how many are committed.</param>
/// <param name="StepChecksums">The checksums of those steps; null when they were not kept.</param>
/// <param name="Error">Why it failed; null when it did not, or when it was cut off.</param>
internal sealed record HistoryEntry(
    int Rank,
    string Version,
    string Description,
    HistoryEntryType Type,
    string? Checksum,
    string InstalledBy,
    DateTimeOffset InstalledOn,
    long Milliseconds,
    bool Success,
    int StepsDone,
    IReadOnlyList<string>? StepChecksums,
    string? Error
)
{
    /// <summary>
    /// Whether the attempt left something behind: it committed steps, or it was cut off in a step of which nobody knows whether it took
    /// effect.
    /// </summary>
    public bool IsHalfDone => !Success && (StepsDone > 0 || Error is null);

    /// <summary>Version and description as EF Core joins them.</summary>
    public string Name => $"{Version}_{Description}";
}
