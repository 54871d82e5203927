namespace Capsule.Migrations;

/// <summary>Migrations that follow one another: the steps of a library, or the service's own migrations.</summary>
/// <param name="Library">The library's name; null for the service's own.</param>
/// <param name="Migrations">The migrations that the bundle has, oldest first.</param>
internal sealed record MigrationChain(string? Library, IReadOnlyList<KnownMigration> Migrations)
{
    /// <summary>Returns the library that a name or version begins with; null for a migration of the service.</summary>
    public static string? LibraryOf(string name) => name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? name[..end] : null;

    /// <summary>Whether a migration of this name belongs to this chain.</summary>
    public bool Owns(string name) => LibraryOf(name) == Library;
}
