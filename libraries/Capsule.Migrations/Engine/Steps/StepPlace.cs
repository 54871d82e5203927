namespace Capsule.Migrations;

/// <summary>Which step of a migration.</summary>
/// <param name="Index">From 0: as many steps before it are committed.</param>
/// <param name="IsNoted">Whether the migration has had its row since it began.</param>
internal readonly record struct StepPlace(int Index, bool IsNoted);
