using System.Globalization;

namespace Capsule.Contracts.Catalogue;

/// <summary>A service of the platform and the names derived from the service's name.</summary>
/// <param name="Name">The service's name, such as <c>auth</c>: lower-case words separated by hyphens.</param>
/// <param name="ApiPort">The API's port in Development.</param>
/// <param name="DatabasePort">The PostgreSQL server's port in Development.</param>
public sealed record PlatformService(string Name, int ApiPort, int DatabasePort)
{
    private string Identifier => Name.Replace('-', '_');

    /// <summary>Whether the database uses TimescaleDB.</summary>
    public bool UsesTimescaleDb { get; init; }

    /// <summary>The API's project, such as <c>Capsule.Auth</c>.</summary>
    public string Project =>
        $"Capsule.{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Name).Replace("-", "", StringComparison.Ordinal)}";

    /// <summary>The migrations bundle's project, such as <c>Capsule.Auth.Migrations</c>.</summary>
    public string BundleProject => $"{Project}.Migrations";

    /// <summary>The folder of both projects, relative to the repository's root.</summary>
    public string Folder => $"services/{Name}";

    /// <summary>The service's schema.</summary>
    public string Schema => Identifier;

    /// <summary>The database's name.</summary>
    public string Database => $"{Identifier}_service_db";

    /// <summary>The role that owns the database; only the bundle connects as this role.</summary>
    public string OwnerRole => $"{Identifier}_owner";

    /// <summary>The role that the API connects as.</summary>
    public string ApiRole => $"{Identifier}_user";

    /// <summary>The name of the PostgreSQL server's resource.</summary>
    public string ServerResource => $"{Name}-postgres";

    /// <summary>The name of the database's resource and of its connection string.</summary>
    public string DatabaseResource => $"{Name}-db";

    /// <summary>The name of the migrations bundle's resource.</summary>
    public string BundleResource => $"{Name}-migrations";

    /// <summary>The name of the PostgreSQL server's volume.</summary>
    public string Volume => $"{Identifier}_db_data";
}
