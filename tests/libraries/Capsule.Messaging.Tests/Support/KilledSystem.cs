using System.Diagnostics;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Messaging.Tests.Support;

/// <summary>
/// A publisher, two consumers, one of them with two replicas, a RabbitMQ and a PostgreSQL, each of which can be killed and started again.
/// </summary>
internal sealed class KilledSystem : IAsyncDisposable
{
    private readonly OwnServer _broker;
    private readonly OwnServer _database;
    private readonly Dictionary<string, Process> _processes = [];
    private readonly KilledService _service;

    private KilledSystem(OwnServer broker, OwnServer database, Shop shop, int orders)
    {
        (_broker, _database, Shop) = (broker, database, shop);
        _service = new KilledService("", shop.ConnectionString, shop.Broker, shop.NameOf(""), orders);
    }

    /// <summary>What can be killed.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. KilledService.Replicas, "broker", "database"];

    public Shop Shop { get; }

    public static async Task<KilledSystem> StartAsync(int orders)
    {
        var broker = await OwnServer.StartBrokerAsync();
        var database = await OwnServer.StartPostgresAsync();
        var shop = await Shop.OpenAsync(broker.Address, database.Address);
        var system = new KilledSystem(broker, database, shop, orders);
        foreach (var replica in KilledService.Replicas)
        {
            await shop.CreateSchemaAsync(replica.Split(' ')[0]);
            system.Start(replica);
        }

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

    /// <summary>How many effects there are of the consumer that has fewer; what was last known while the database is away.</summary>
    public async Task<int> CountEffectsAsync()
    {
        foreach (var (replica, process) in _processes)
        {
            Assert.False(process.HasExited, $"{replica} ended by itself.");
        }

        try
        {
            return _lastCount = await Shop.ScalarAsync<int>(
                "select least((select count(*) from shop.effects), (select count(*) from ledger.effects))::int"
            );
        }
        catch (NpgsqlException)
        {
            return _lastCount;
        }
    }

    /// <summary>Where messages are, for one who wonders why no more arrive.</summary>
    public async Task<string> DescribeAsync()
    {
        var text = await Shop.ScalarAsync<string>(
            """
            select format('%s orders, %s events not delivered (%s due, %s tried, errors: %s), sessions: %s',
                (select count(*) from orders.orders), count(*), count(*) filter (where next_attempt_at <= now()),
                count(*) filter (where attempts > 0), string_agg(distinct last_error, ' / '),
                (select string_agg(format('%s %s %s', state, wait_event, left(query, 60)), '; ') from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()))
              from orders.outbox_messages where delivered_at is null
            """
        );
        foreach (var consumer in KilledService.Consumers)
        {
            text += await Shop.ScalarAsync<string>(
                $"""
                select format('; {consumer}: %s effects, %s dead letters (%s)', (select count(*) from {consumer}.effects), count(*), string_agg(distinct left(reason, 200), ' / '))
                from {consumer}.dead_letters
                """
            );
            try
            {
                text += $", {await Shop.CountMessagesAsync(Shop.QueueOf(consumer))} messages ready";
            }
            catch (Exception exception)
            {
                text += $", its queue does not answer: {exception.Message}";
            }
        }

        return text!;
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

    private void Start(string replica) => _processes[replica] = (_service with { Replica = replica }).Start();
}
