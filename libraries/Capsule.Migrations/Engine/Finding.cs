namespace Capsule.Migrations;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Kind">
/// What: <c>edited</c>, <c>changed</c>, <c>order</c>, <c>missing</c>, <c>failed</c>, <c>kept</c>, <c>undo</c>, <c>renamed</c>, <c>version</c>,
/// <c>unlocked</c> or <c>model</c>.
/// </param>
/// <param name="Migration">The migration; null when it is about the model.</param>
/// <param name="Text">In words, with the way out.</param>
public sealed record Finding(string Kind, string? Migration, string Text);
