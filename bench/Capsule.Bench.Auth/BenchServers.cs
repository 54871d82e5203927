using Capsule.Testing;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>
/// The bench's own PostgreSQL, Redis and RabbitMQ on empty data folders, with durable writes. The service and the bare server both connect
/// to PostgreSQL over its socket, which needs no TLS outside Development.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private const string Database = "auth_service_db";
    private readonly OwnServer _postgres;
    private readonly OwnServer _redis;
    private readonly OwnServer _broker;

    private BenchServers(OwnServer postgres, OwnServer redis, OwnServer broker) => (_postgres, _redis, _broker) = (postgres, redis, broker);

    /// <summary>Npgsql connection string of the database's owner.</summary>
    public string Owner =>
        new NpgsqlConnectionStringBuilder(_postgres.Address) { Host = _postgres.Data, Database = Database }.ConnectionString;

    /// <summary>Npgsql connection string of the API's role, without pool settings.</summary>
    public string Api =>
        new NpgsqlConnectionStringBuilder(Owner) { Username = AuthService.Role, Password = AuthService.RolePassword }.ConnectionString;

    public string Redis => _redis.Address;

    public string Broker => _broker.Address;

    public static async Task<BenchServers> StartAsync()
    {
        var postgres = await OwnServer.StartPostgresAsync(BenchFolder.Create(), "-c", "max_wal_size=4GB", "-c", "shared_buffers=512MB");
        var redis = await OwnServer.StartRedisAsync(BenchFolder.Create(), "--appendonly", "yes");
        var servers = new BenchServers(postgres, redis, await OwnServer.StartBrokerAsync(BenchFolder.Create()));
        await using var source = NpgsqlDataSource.Create(postgres.Address);
        await using var create = source.CreateCommand($"create database {Database}");
        await create.ExecuteNonQueryAsync();
        return servers;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
