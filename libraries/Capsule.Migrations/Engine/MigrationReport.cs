namespace Capsule.Migrations;

/// <summary>What a run did.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Applied">The migrations that this run applied, in order.</param>
/// <param name="AlreadyApplied">How many the database had before.</param>
/// <param name="ApiRole">The API's role; null when roles were left alone.</param>
/// <param name="Milliseconds">How long the run took.</param>
public sealed record MigrationReport(
    string Service,
    string Database,
    string Schema,
    IReadOnlyList<AppliedMigration> Applied,
    int AlreadyApplied,
    string? ApiRole,
    long Milliseconds
);

/// <summary>A migration that a run applied.</summary>
/// <param name="Name">Its name, with the timestamp.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record AppliedMigration(string Name, long Milliseconds);
