namespace Capsule.Migrations;

/// <summary>A problem that validate or repair found.</summary>
/// <param name="Kind">
/// What: <c>edited</c>, <c>changed</c>, <c>order</c>, <c>missing</c>, <c>failed</c>, <c>kept</c>, <c>undo</c>, <c>renamed</c>,
/// <c>version</c>,
/// <c>unlocked</c> or <c>model</c>.
/// </param>
/// <param name="Migration">The migration; null when it is about the model.</param>
/// <param name="Text">The description, with the remedy.</param>
public sealed record Finding(string Kind, string? Migration, string Text);
