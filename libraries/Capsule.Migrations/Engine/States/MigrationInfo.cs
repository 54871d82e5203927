namespace Capsule.Migrations;

/// <summary>One migration, or step of a library's schema, and where it stands.</summary>
/// <param name="Version">
/// Its timestamp; for a library's step the library's name and the number, such as <c>Capsule.Messaging/001</c>.
/// </param>
/// <param name="Description">Its name without the timestamp.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Checksum">Whether the database has what the bundle has.</param>
/// <param name="Rank">When in the order of events it happened; null when nothing happened yet.</param>
/// <param name="InstalledOn">When it was applied, or failed.</param>
/// <param name="InstalledBy">The database role that did it.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="StepsDone">How many steps an attempt or an undo that is not finished committed; null when there is none.</param>
/// <param name="OldName">The name that the database has it under, when it was renamed.</param>
public sealed record MigrationInfo(
    string Version,
    string Description,
    MigrationState State,
    ChecksumComparison Checksum = ChecksumComparison.Unknown,
    int? Rank = null,
    DateTimeOffset? InstalledOn = null,
    string? InstalledBy = null,
    long? Milliseconds = null,
    string? Error = null,
    int? StepsDone = null,
    string? OldName = null
)
{
    /// <summary>Version and description, as EF Core names it.</summary>
    public string Name => $"{Version}_{Description}";

    /// <summary>The library that brings it; null for a migration of the service.</summary>
    public string? Library => MigrationChain.LibraryOf(Version);

    /// <summary>Whether the database has it.</summary>
    public bool IsApplied =>
        State
            is MigrationState.Success
                or MigrationState.OutOfOrder
                or MigrationState.Outdated
                or MigrationState.Missing
                or MigrationState.Future
                or MigrationState.Baseline
                or MigrationState.HalfUndone;
}
