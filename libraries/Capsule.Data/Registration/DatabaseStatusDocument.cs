using Npgsql;

namespace Capsule.Data;

/// <summary>The state of a service's database.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Schema">The service's schema.</param>
/// <param name="Version">The server's version.</param>
/// <param name="SizeBytes">The database's size on disk, in bytes.</param>
/// <param name="Pool">The limits of the service's connection pool.</param>
/// <param name="Connections">All client connections of the server.</param>
/// <param name="Migrations">The applied, pending and unknown migrations.</param>
internal sealed record DatabaseStatusDocument(
    string Service,
    string Database,
    string Schema,
    string Version,
    long SizeBytes,
    DatabaseStatusDocument.PoolSettings Pool,
    DatabaseStatusDocument.ConnectionCounts Connections,
    DatabaseStatusDocument.MigrationLists Migrations
)
{
    /// <summary>The limits of the connection pool.</summary>
    /// <param name="Min">Number of connections that are kept open.</param>
    /// <param name="Max">Maximum number of open connections.</param>
    /// <param name="IdleSeconds">Seconds until an idle connection above the minimum is closed.</param>
    /// <param name="ConnectTimeoutSeconds">Seconds to wait for a new connection.</param>
    public sealed record PoolSettings(int Min, int Max, int IdleSeconds, int ConnectTimeoutSeconds);

    /// <summary>Client connections.</summary>
    /// <param name="Database">Client connections to this database.</param>
    /// <param name="Server">Client connections to the whole server.</param>
    /// <param name="Allowed">The server's max_connections.</param>
    public sealed record ConnectionCounts(int Database, int Server, int Allowed);

    /// <summary>Migrations, oldest first.</summary>
    /// <param name="Applied">Migrations that the database has.</param>
    /// <param name="Pending">Migrations that the service expects and the database lacks.</param>
    /// <param name="Ahead">Migrations that the database has and the service does not know.</param>
    public sealed record MigrationLists(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Ahead);

    public static DatabaseStatusDocument Of(ServiceDatabase database, DatabaseStatus status)
    {
        var pool = new NpgsqlConnectionStringBuilder(database.DataSource.ConnectionString);
        return new DatabaseStatusDocument(
            database.Service,
            status.Name,
            status.Schema,
            status.ServerVersion,
            status.SizeBytes,
            new PoolSettings(pool.MinPoolSize, pool.MaxPoolSize, pool.ConnectionIdleLifetime, pool.Timeout),
            new ConnectionCounts(status.ConnectionsOfDatabase, status.ConnectionsUsed, status.ConnectionsAllowed),
            new MigrationLists(status.Applied, status.Pending, status.Ahead)
        );
    }
}
