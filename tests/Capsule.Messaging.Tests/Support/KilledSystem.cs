using System.Diagnostics;
using Npgsql;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A publisher, a consumer, a RabbitMQ and a PostgreSQL, each of which can be killed and started again.</summary>
internal sealed class KilledSystem : IAsyncDisposable
{
    private readonly OwnServer _broker;
    private readonly OwnServer _database;
    private readonly Dictionary<string, Process> _processes = [];
    private readonly KilledService _service;

    private KilledSystem(OwnServer broker, OwnServer database, Shop shop, int orders)
    {
        (_broker, _database, Shop) = (broker, database, shop);
        _service = new KilledService(
            "", shop.ConnectionString, shop.Broker, shop.ExchangePrefix, shop.NameOf("orders"), shop.NameOf("shop"), orders);
    }

    /// <summary>What can be killed.</summary>
    public static IReadOnlyList<string> Parts { get; } = [KilledService.Publish, KilledService.Consume, "broker", "database"];

    public Shop Shop { get; }

    public static async Task<KilledSystem> StartAsync(int orders)
    {
        var broker = await OwnServer.StartBrokerAsync();
        var database = await OwnServer.StartPostgresAsync();
        var shop = await Shop.OpenAsync(broker.Address, database.Address);
        await shop.CreateSchemaAsync(KilledService.SchemaOf(KilledService.Publish));
        await shop.CreateSchemaAsync(KilledService.SchemaOf(KilledService.Consume));
        var system = new KilledSystem(broker, database, shop, orders);
        system.Start(KilledService.Publish);
        system.Start(KilledService.Consume);
        return system;
    }

    /// <summary>Kills a part (SIGKILL) and starts it again.</summary>
    public async Task KillAsync(string part)
    {
        if (_processes.TryGetValue(part, out var process))
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            Start(part);
            return;
        }

        var server = part == "broker" ? _broker : _database;
        await server.KillAsync();
        await server.StartAsync();
    }

    /// <summary>How many effects there are; what was last known while the database is away.</summary>
    public async Task<int> CountEffectsAsync()
    {
        foreach (var (role, process) in _processes)
        {
            Assert.False(process.HasExited, $"{role} ended by itself.");
        }

        try
        {
            return _lastCount = await Shop.ScalarAsync<int>("select count(*)::int from shop.effects");
        }
        catch (NpgsqlException)
        {
            return _lastCount;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await Shop.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private int _lastCount;

    private void Start(string role) => _processes[role] = (_service with { Role = role }).Start();
}
