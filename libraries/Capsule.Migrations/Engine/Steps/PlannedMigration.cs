namespace Capsule.Migrations;

/// <summary>A migration that is to be applied, ready to run.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Steps">All of its steps.</param>
/// <param name="Attempt">The attempt to continue; null when there is none.</param>
internal sealed record PlannedMigration(KnownMigration Migration, IReadOnlyList<MigrationStep> Steps, HistoryEntry? Attempt);
