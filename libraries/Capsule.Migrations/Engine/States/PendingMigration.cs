namespace Capsule.Migrations;

/// <summary>A migration that is to be applied.</summary>
/// <param name="Migration">Which.</param>
/// <param name="Attempt">The newest attempt at it, if it did not finish; null when there was none.</param>
internal readonly record struct PendingMigration(KnownMigration Migration, HistoryEntry? Attempt);
