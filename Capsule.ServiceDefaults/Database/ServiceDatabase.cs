using Capsule.Data;
using Npgsql;

namespace Capsule.ServiceDefaults.Database;

/// <summary>The database that a service is registered with.</summary>
/// <param name="service">The service's name.</param>
/// <param name="dataSource">Its connections.</param>
/// <param name="reader">Reads its state.</param>
internal sealed class ServiceDatabase(string service, NpgsqlDataSource dataSource, DatabaseStatusReader reader)
{
    public string Service => service;

    public NpgsqlDataSource DataSource => dataSource;

    public DatabaseStatusReader Reader => reader;
}
