namespace Capsule.Migrations;

/// <summary>A migration that is to be applied.</summary>
/// <param name="Migration">Which.</param>
/// <param name="StepsDone">How many of its steps an earlier attempt committed.</param>
internal readonly record struct PendingMigration(KnownMigration Migration, int StepsDone);
