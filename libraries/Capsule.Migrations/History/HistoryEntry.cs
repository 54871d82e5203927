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
/// <param name="StepsDone">Of a migration with steps outside a transaction: how many are committed.</param>
/// <param name="Error">Why it failed.</param>
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
    string? Error
)
{
    /// <summary>Version and description as EF Core joins them.</summary>
    public string Name => $"{Version}_{Description}";
}
