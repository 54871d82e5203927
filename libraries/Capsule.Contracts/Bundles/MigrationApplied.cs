namespace Capsule.Contracts;

/// <summary>A migration was applied to a service's database.</summary>
/// <param name="Service">The service.</param>
/// <param name="Version">The migration's timestamp.</param>
/// <param name="Description">The migration's name.</param>
/// <param name="OccurredAt">When the migration was applied (UTC).</param>
public sealed record MigrationApplied(string Service, string Version, string Description, DateTimeOffset OccurredAt);
