namespace Capsule.Migrations;

/// <summary>One migration and where it stands.</summary>
/// <param name="Name">Its name, with the timestamp.</param>
/// <param name="State">Whether the database has it.</param>
/// <param name="ProductVersion">The version of EF Core that applied it; null when pending.</param>
public sealed record MigrationInfo(string Name, MigrationState State, string? ProductVersion);

/// <summary>Where a migration stands.</summary>
public enum MigrationState
{
    /// <summary>The database lacks it.</summary>
    Pending,

    /// <summary>The database has it.</summary>
    Applied,

    /// <summary>The database has it, but this bundle does not know it: a newer bundle ran.</summary>
    Unknown,
}
