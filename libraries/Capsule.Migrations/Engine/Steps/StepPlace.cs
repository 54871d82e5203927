namespace Capsule.Migrations;

/// <summary>A step among those of a migration.</summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Index">From 0: as many steps before it are committed.</param>
/// <param name="IsNoted">Whether the migration has had its row since it began.</param>
/// <param name="WasCutOff">Whether an earlier attempt was cut off in this step, so that it may have taken effect.</param>
internal readonly record struct StepPlace(string Migration, int Index, bool IsNoted, bool WasCutOff = false);
