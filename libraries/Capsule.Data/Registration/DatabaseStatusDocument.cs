using Npgsql;

namespace Capsule.Data;

/// <summary>The state of a service's database.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Schema">The service's schema.</param>
/// <param name="Version">The server's version.</param>
/// <param name="SizeBytes">The database's size on disk, in bytes.</param>
/// <param name="Pool">The service's own connections.</param>
/// <param name="Connections">Connections of everybody.</param>
/// <param name="Migrations">What the schema is at, and what the service expects.</param>
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
    /// <summary>Limits of the pool.</summary>
    /// <param name="Min">Connections that are kept open.</param>
    /// <param name="Max">Connections that may be open at once.</param>
    /// <param name="IdleSeconds">Seconds until an idle connection above the minimum is closed.</param>
    /// <param name="ConnectTimeoutSeconds">Seconds to wait for a connection.</param>
    public sealed record PoolSettings(int Min, int Max, int IdleSeconds, int ConnectTimeoutSeconds);

    /// <summary>Client connections.</summary>
    /// <param name="Database">Of this database.</param>
    /// <param name="Server">Of the whole server.</param>
    /// <param name="Allowed">The server's limit.</param>
    public sealed record ConnectionCounts(int Database, int Server, int Allowed);

    /// <summary>Migrations, oldest first.</summary>
    /// <param name="Applied">The database has them.</param>
    /// <param name="Pending">The service expects them, the database lacks them.</param>
    /// <param name="Ahead">The database has them, the service does not know them.</param>
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
