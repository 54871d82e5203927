using Capsule.Data;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A database and a corner of the broker of one test's own: any number of services, each in its schema.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _prefix = $"t{Guid.NewGuid():n}"[..12];
    private readonly List<IHost> _hosts = [];
    private readonly HashSet<string> _services = [];

    private readonly bool _shared;
    private readonly bool _ownServer;

    private Shop(TestDatabase database, string broker, bool shared, bool ownServer)
    {
        _database = database;
        Broker = broker;
        _shared = shared;
        _ownServer = ownServer;
    }

    public RecordedLogs Logs { get; } = new();

    public string Exchange => $"{_prefix}.order-placed";

    public string ExchangePrefix => $"{_prefix}.";

    public string ConnectionString => _database.ConnectionString;

    public string Broker { get; }

    /// <summary>Opens one on the shared servers, or on given ones.</summary>
    public static async Task<Shop> OpenAsync(string? broker = null, string? server = null) =>
        new(
            await TestDatabase.CreateAsync(server: server),
            broker ?? (await TestServers.GetAsync()).RabbitMq,
            broker is null,
            server is not null
        );

    public string NameOf(string service) => $"{_prefix}{service}";

    public string QueueOf(string service) => $"{NameOf(service)}-order-placed";

    /// <summary>Makes a service's schema, then builds the service.</summary>
    public async Task<IHost> BuildAsync(
        string service,
        Action<MessagingBuilder>? consumers = null,
        Action<IHostApplicationBuilder>? configure = null,
        Dictionary<string, string?>? settings = null,
        bool retryingContext = false
    )
    {
        await CreateSchemaAsync(service);
        var host = ServiceHost.Build(
            service,
            NameOf(service),
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:messaging"] = Broker,
                ["ConnectionStrings:database"] = ConnectionString,
                ["Messaging:ExchangePrefix"] = ExchangePrefix,
            }.Concat(settings ?? []),
            consumers,
            builder =>
            {
                builder.Logging.AddProvider(Logs);
                configure?.Invoke(builder);
            },
            retryingContext
        );
        _hosts.Add(host);
        return host;
    }

    /// <summary>Builds and starts a service.</summary>
    public async Task<IHost> StartAsync(
        string service,
        Action<MessagingBuilder>? consumers = null,
        Action<IHostApplicationBuilder>? configure = null,
        Dictionary<string, string?>? settings = null,
        bool retryingContext = false
    )
    {
        var host = await BuildAsync(service, consumers, configure, settings, retryingContext);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            _hosts.Remove(host);
            host.Dispose();
            throw;
        }
    }

    /// <summary>The context of a service, for arranging and asserting.</summary>
    public ShopContext Context(string service)
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        ServiceDbContextOptions.Configure(options, $"{ConnectionString};Application Name={TestDatabase.Observer}", service);
        return new ShopContext(options.Options);
    }

    public async Task CreateSchemaAsync(string service)
    {
        if (!_services.Add(service))
        {
            return;
        }

        await using var context = Context(service);
        await _database.ExecuteAsync($"create schema {SqlText.Identifier(service)}");
        foreach (var command in LibrarySchemas.CommandsOf(typeof(ShopContext), service))
        {
            await _database.ExecuteAsync(command);
        }

        await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript());
    }

    /// <summary>Runs statements as the superuser.</summary>
    public Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    /// <summary>Ends sessions of services, never those of the test.</summary>
    public Task EndSessionsAsync(string condition) => _database.EndSessionsAsync(condition);

    /// <summary>The first value that a statement returns.</summary>
    public Task<T?> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    public async Task<int> CountEffectsAsync(string service)
    {
        await using var context = Context(service);
        return await context.Effects.CountAsync();
    }

    public async Task<List<OutboxMessage>> OutboxAsync(string service)
    {
        await using var context = Context(service);
        return await context.Set<OutboxMessage>().AsNoTracking().OrderBy(message => message.Sequence).ToListAsync();
    }

    /// <summary>Runs <paramref name="work"/> on a channel of the test's own.</summary>
    public async Task<T> OnBrokerAsync<T>(Func<IChannel, Task<T>> work)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await work(channel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        if (_shared)
        {
            await LeaveBrokerAsync();
        }

        // A server of the test's own goes with its data, and may be down when the test has failed.
        if (!_ownServer)
        {
            await _database.DisposeAsync();
        }
    }

    private async Task LeaveBrokerAsync() =>
        await OnBrokerAsync(async channel =>
        {
            foreach (
                var name in _services.SelectMany(service =>
                    new[] { "placed", "billed", "noted" }.Select(what => $"{NameOf(service)}-order-{what}")
                )
            )
            {
                foreach (var queue in new[] { name, $"{name}_error", $"{name}_skipped" })
                {
                    await channel.QueueDeleteAsync(queue);
                    await channel.ExchangeDeleteAsync(queue);
                }
            }

            await channel.ExchangeDeleteAsync($"{_prefix}.order-placed");
            await channel.ExchangeDeleteAsync($"{_prefix}.order-billed");
            await channel.ExchangeDeleteAsync($"{_prefix}.order-noted");
            return true;
        });
}
