using Aspire.Hosting;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>
/// PostgreSQL, Redis and RabbitMQ of the bench's own on empty data folders, which write to disk what they confirm. The service and the bare server
/// both reach PostgreSQL over its socket, which is how one does without TLS outside Development.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private const string Database = "auth_service_db";
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
            .WithArgs("-c", "max_wal_size=4GB", "-c", "shared_buffers=512MB");
        postgres.AddDatabase("auth-db", Database);
        var redis = builder.AddRedis("redis", password: password).WithImageTag("7").WithDataVolume("redis_data").WithPersistence();
        var rabbit = builder.AddRabbitMQ("messaging", user, password).WithImageTag("3.13").WithDataVolume("messaging_data");
        _application = builder.Build();
        Addresses = async () =>
        (
            await postgres.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "",
            await redis.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "",
            await rabbit.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "");
    }

    /// <summary>Npgsql connection string of the database's owner.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Npgsql connection string of the API's role, without anything about its pool.</summary>
    public string Api { get; private set; } = "";

    public string Redis { get; private set; } = "";

    public string Broker { get; private set; } = "";

    private Func<Task<(string Postgres, string Redis, string Broker)>> Addresses { get; }

    public static async Task<BenchServers> StartAsync()
    {
        var servers = new BenchServers();
        await servers._application.StartAsync();
        foreach (var name in new[] { "postgres", "redis", "messaging" })
        {
            await servers._application.ResourceNotifications.WaitForResourceHealthyAsync(name);
        }

        var (postgres, redis, broker) = await servers.Addresses();

        // As a number: some resolvers try ::1 first, where nobody listens.
        servers.Redis = redis.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        servers.Broker = broker.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        var owner = new NpgsqlConnectionStringBuilder(postgres) { Host = Path.Combine(servers._data.Path, "postgres_data"), Database = Database };
        servers.Owner = owner.ConnectionString;
        servers.Api = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = AuthService.Role, Password = AuthService.RolePassword }.ConnectionString;
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
        await _application.StopAsync();
        await _application.DisposeAsync();
        _data.Dispose();
    }
}
