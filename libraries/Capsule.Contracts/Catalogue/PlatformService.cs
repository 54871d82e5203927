using System.Globalization;

namespace Capsule.Contracts.Catalogue;

/// <summary>A service of the platform, and the names that follow from its own.</summary>
/// <param name="Name">The service's name, such as <c>auth</c>: lower-case words with hyphens between.</param>
/// <param name="ApiPort">The port of its API in Development.</param>
/// <param name="DatabasePort">The port of its PostgreSQL server in Development.</param>
public sealed record PlatformService(string Name, int ApiPort, int DatabasePort)
{
    private string Identifier => Name.Replace('-', '_');

    /// <summary>Whether its database has TimescaleDB.</summary>
    public bool UsesTimescaleDb { get; init; }

    /// <summary>The project of its API, such as <c>Capsule.Auth</c>.</summary>
    public string Project =>
        $"Capsule.{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Name).Replace("-", "", StringComparison.Ordinal)}";

    /// <summary>The project of its migrations bundle, such as <c>Capsule.Auth.Migrations</c>.</summary>
    public string BundleProject => $"{Project}.Migrations";

    /// <summary>The folder of both projects, from the repository's root.</summary>
    public string Folder => $"services/{Name}";

    /// <summary>The schema that it works in.</summary>
    public string Schema => Identifier;

    /// <summary>Its database.</summary>
    public string Database => $"{Identifier}_service_db";

    /// <summary>The role that owns the database; only the bundle connects with it.</summary>
    public string OwnerRole => $"{Identifier}_owner";

    /// <summary>The role that the API connects with.</summary>
    public string ApiRole => $"{Identifier}_user";

    /// <summary>The resource of its PostgreSQL server.</summary>
    public string ServerResource => $"{Name}-postgres";

    /// <summary>The resource of its database, and the name of its connection string.</summary>
    public string DatabaseResource => $"{Name}-db";

    /// <summary>The resource of its migrations bundle.</summary>
    public string BundleResource => $"{Name}-migrations";

    /// <summary>The volume of its PostgreSQL server.</summary>
    public string Volume => $"{Identifier}_db_data";
}
