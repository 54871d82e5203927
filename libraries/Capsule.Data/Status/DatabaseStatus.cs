namespace Capsule.Data;

/// <summary>The state of a service's database at one moment.</summary>
/// <param name="Name">The database's name.</param>
/// <param name="Schema">The service's schema.</param>
/// <param name="ServerVersion">The server's version, such as "15.18".</param>
/// <param name="SizeBytes">The database's size on disk, in bytes.</param>
/// <param name="ConnectionsUsed">Client connections to the whole server.</param>
/// <param name="ConnectionsAllowed">The server's max_connections.</param>
/// <param name="ConnectionsOfDatabase">Client connections to this database.</param>
/// <param name="Applied">Migrations that the database has, oldest first.</param>
/// <param name="Pending">Migrations that the service expects and the database lacks.</param>
/// <param name="Ahead">Migrations that the database has and the service does not know.</param>
public sealed record DatabaseStatus(
    string Name,
    string Schema,
    string ServerVersion,
    long SizeBytes,
    int ConnectionsUsed,
    int ConnectionsAllowed,
    int ConnectionsOfDatabase,
    IReadOnlyList<string> Applied,
    IReadOnlyList<string> Pending,
    IReadOnlyList<string> Ahead
);
