namespace Capsule.Contracts;

/// <summary>A migration of a service's database failed.</summary>
/// <param name="Service">The service.</param>
/// <param name="Version">The migration's timestamp.</param>
/// <param name="Description">The migration's name.</param>
/// <param name="Error">The error message.</param>
/// <param name="OccurredAt">When the migration failed (UTC).</param>
public sealed record MigrationFailed(string Service, string Version, string Description, string Error, DateTimeOffset OccurredAt);
