namespace Capsule.Migrations;

/// <summary>Which dead letters a command is about.</summary>
/// <param name="Ids">Those named; null for all.</param>
/// <param name="Consumer">Of all, those of this queue; null for whatever queue.</param>
internal sealed record DeadLetterChoice(Guid[]? Ids, string? Consumer);
