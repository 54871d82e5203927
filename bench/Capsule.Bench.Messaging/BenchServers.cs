using Capsule.Testing;
using Npgsql;

namespace Capsule.Bench.Messaging;

/// <summary>
/// The bench's own PostgreSQL and RabbitMQ on empty data folders. Unlike the servers of tests, they write durably, and PostgreSQL records
/// the time of every commit.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly OwnServer _postgres;
    private readonly OwnServer _broker;

    private BenchServers(OwnServer postgres, OwnServer broker) => (_postgres, _broker) = (postgres, broker);

    public string Postgres =>
        new NpgsqlConnectionStringBuilder(_postgres.Address)
        {
            MaxPoolSize = BenchSettings.PoolSize,
            MaxAutoPrepare = BenchSettings.PreparedStatements,
        }.ConnectionString;

    public string Broker => _broker.Address;

    public static async Task<BenchServers> StartAsync()
    {
        var postgres = await OwnServer.StartPostgresAsync(
            BenchFolder.Create(),
            "-c",
            "track_commit_timestamp=on",
            "-c",
            "max_wal_size=4GB",
            "-c",
            "shared_buffers=512MB"
        );
        return new BenchServers(postgres, await OwnServer.StartBrokerAsync(BenchFolder.Create()));
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
