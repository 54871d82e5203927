namespace Capsule.Migrations;

/// <summary>A migration that is to be applied.</summary>
/// <param name="Migration">Which.</param>
/// <param name="StepsDone">How many of its steps an attempt that did not finish committed; null when there was none.</param>
internal readonly record struct PendingMigration(KnownMigration Migration, int? StepsDone);
