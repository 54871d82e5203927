using Aspire.Hosting;
using Npgsql;

namespace Capsule.Bench.Messaging;

/// <summary>
/// PostgreSQL and RabbitMQ of the bench's own on empty data folders: unlike those of tests they write to disk what they confirm.
/// PostgreSQL keeps the time of every commit.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly BenchFolder _data = new();
    private readonly DistributedApplication _application;

    private BenchServers()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--randomize-ports", "--data-root", _data.Path],
            DisableDashboard = true,
        });
        var user = builder.AddParameter("user", "bench");
        var password = builder.AddParameter("password", "bench_pass", secret: true);
        var postgres = builder.AddPostgres("postgres", user, password)
            .WithImage("library/postgres").WithImageTag("15")
            .WithDataVolume("postgres_data")
            .WithArgs("-c", "track_commit_timestamp=on", "-c", "max_wal_size=4GB", "-c", "shared_buffers=512MB");
        var rabbit = builder.AddRabbitMQ("messaging", user, password).WithImageTag("3.13").WithDataVolume("messaging_data");
        _application = builder.Build();
        Addresses = async () =>
        (
            await postgres.Resource.ConnectionStringExpression.GetValueAsync(default) + ";Database=postgres",
            await rabbit.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "");
    }

    public string Postgres { get; private set; } = "";

    public string Broker { get; private set; } = "";

    private Func<Task<(string Postgres, string Broker)>> Addresses { get; }

    public static async Task<BenchServers> StartAsync()
    {
        var servers = new BenchServers();
        await servers._application.StartAsync();
        await servers._application.ResourceNotifications.WaitForResourceHealthyAsync("postgres");
        await servers._application.ResourceNotifications.WaitForResourceHealthyAsync("messaging");
        var (postgres, broker) = await servers.Addresses();

        // As a number: some resolvers try ::1 first, where nobody listens.
        servers.Postgres = new NpgsqlConnectionStringBuilder(postgres.Replace("localhost", "127.0.0.1", StringComparison.Ordinal))
        {
            MaxPoolSize = BenchSettings.PoolSize,
            MaxAutoPrepare = BenchSettings.PreparedStatements,
        }.ConnectionString;
        servers.Broker = broker.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _data.Dispose();
    }
}
