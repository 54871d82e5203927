using Capsule.Data;
using Capsule.Messaging;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Bench.Messaging;

/// <summary>Two services as users of the library write them: one publishes, the other consumes.</summary>
internal sealed class CapsuleSide : IAsyncDisposable
{
    private const string Publisher = "shop";

    // A publisher whose outbox contains the events that it delivered within the last hour.
    private const string FullPublisher = "depot";
    private const string Consumer = "accounting";
    private const int Writers = 4;
    private const int EventsPerTransaction = 50;
    private readonly BenchServers _servers;

    // Services do not prepare automatically (decision 025).
    private readonly string _connectionString;
    private readonly NpgsqlDataSource _database;
    private readonly Effects _effects;
    private readonly IHost _consumer;

    private CapsuleSide(BenchServers servers)
    {
        _servers = servers;
        _connectionString = new NpgsqlConnectionStringBuilder(servers.Postgres) { MaxAutoPrepare = 0 }.ConnectionString;
        _database = NpgsqlDataSource.Create(servers.Postgres);
        _effects = new Effects(_database, $"{Consumer}.effects");
        _consumer = Build(Consumer, consumers => consumers.AddConsumer<EffectConsumer>());
    }

    public static async Task<CapsuleSide> StartAsync(BenchServers servers)
    {
        var side = new CapsuleSide(servers);
        await side.ExecuteAsync("create extension if not exists \"uuid-ossp\"");
        foreach (var service in new[] { Publisher, FullPublisher, Consumer })
        {
            await side.CreateSchemaAsync(service);
        }

        await side._consumer.StartAsync();
        await ReadyAsync(side._consumer);
        return side;
    }

    /// <summary>
    /// Returns the messages per second when all events are already in the outbox: from the start of the publisher's host, connecting
    /// included, to the last committed effect.
    /// </summary>
    public Task<double> RateAsync(int count) => RateAsync(count, Publisher);

    /// <summary>Returns the same with the delivered rows of <see cref="AddDeliveredAsync"/> in the outbox.</summary>
    public Task<double> FullRateAsync(int count) => RateAsync(count, FullPublisher);

    private async Task<double> RateAsync(int count, string service)
    {
        await EmptyAsync();
        using var publisher = Build(service);
        await FillAsync(publisher, count);
        await ExecuteAsync("checkpoint");

        var start = TimeProvider.System.GetUtcNow();
        await publisher.StartAsync();
        var seconds = await _effects.AwaitAsync(count, start);
        await publisher.StopAsync();
        return count / seconds;
    }

    /// <summary>Returns the latency from the commit of an event to the commit of its effect, with one event per transaction.</summary>
    public async Task<Latency> LatencyAsync(double perSecond, int count)
    {
        await EmptyAsync();
        using var publisher = Build(Publisher);
        await publisher.StartAsync();
        await ReadyAsync(publisher);
        var start = TimeProvider.System.GetUtcNow();
        await Pace.RunAsync(perSecond, count, i => SellAsync(publisher, i, 1));
        await _effects.AwaitAsync(count, start);
        await publisher.StopAsync();
        return await _effects.LatencyAsync(
            "pg_xact_commit_timestamp(sale.xmin)",
            $"join {Publisher}.sales sale on sale.id = effect.sale_id"
        );
    }

    /// <summary>Adds rows to the outbox as if they had been delivered within the last hour.</summary>
    public async Task AddDeliveredAsync(int count)
    {
        await ExecuteAsync(
            $$"""
            insert into {{FullPublisher}}.outbox_messages (id, type, payload, attempts, next_attempt_at, delivered_at, created_at, updated_at)
            select overlay({{FullPublisher}}.uuid_at(at)::text placing substr(gen_random_uuid()::text, 15) from 15)::uuid, 'Capsule.Bench.Messaging:ItemSold',
                jsonb_build_object('saleId', gen_random_uuid(), 'number', i, 'occurredAt', at), 1, at, at + interval '10 ms', at, at
            from generate_series(1, {{count}}) i, lateral (select now() - interval '1 hour' * (1 - i / {{count}}.0) as at) moment
            """
        );
        await ExecuteAsync($"vacuum (analyze) {FullPublisher}.outbox_messages");
        await ExecuteAsync("checkpoint");
    }

    /// <summary>Drops partitions of past days while events are written, one per transaction.</summary>
    public async Task<(Stall Quiet, Stall Dropping, int Dropped, int LeftForLater)> CleanupAsync(int days, int rows)
    {
        using var publisher = Build(Publisher);
        return await new Cleanup(_database, Publisher, writer => SellAsync(publisher, writer, 1)).RunAsync(days, rows);
    }

    public async ValueTask DisposeAsync()
    {
        await _consumer.StopAsync();
        _consumer.Dispose();
        await _database.DisposeAsync();
    }

    private static Task ReadyAsync(IHost host) =>
        Eventually.TrueAsync(
            async () =>
                (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["messaging"].Status
                == HealthStatus.Healthy,
            "the broker"
        );

    private static async Task SellAsync(IHost host, int first, int count)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<BenchContext>();
        var publisher = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
        for (var i = first; i < first + count; i++)
        {
            var sale = new Sale { Number = i };
            context.Sales.Add(sale);
            publisher.Publish(new ItemSold(sale.Id, i, TimeProvider.System.GetUtcNow()));
        }

        await context.SaveChangesAsync();
    }

    private static Task FillAsync(IHost host, int count) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = writer * EventsPerTransaction; i < count; i += Writers * EventsPerTransaction)
                        {
                            await SellAsync(host, i, Math.Min(EventsPerTransaction, count - i));
                        }
                    })
                )
        );

    private IHost Build(string service, Action<MessagingBuilder>? consumers = null)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" }
        );
        builder.Configuration["ConnectionStrings:messaging"] = _servers.Broker;
        builder.Configuration["Messaging:Outbox:BatchSize"] = $"{BenchSettings.BatchSize}";

        // The first seconds of a publisher, in which it sends everything twice, are not measured.
        builder.Configuration["Messaging:Outbox:SettleTime"] = "00:00:00";
        builder.Services.AddDbContextPool<BenchContext>(options => ServiceDbContextOptions.Configure(options, _connectionString, service));
        builder.AddMessaging<BenchContext>(service, consumers);
        return builder.Build();
    }

    private async Task CreateSchemaAsync(string service)
    {
        var options = new DbContextOptionsBuilder<BenchContext>();
        ServiceDbContextOptions.Configure(options, _servers.Postgres, service);
        await using var context = new BenchContext(options.Options);
        await ExecuteAsync($"create schema {SqlText.Identifier(service)}");
        foreach (var command in LibrarySchemas.CommandsOf(typeof(BenchContext), service))
        {
            await ExecuteAsync(command);
        }

        await ExecuteAsync(context.Database.GenerateCreateScript());
    }

    private Task EmptyAsync() =>
        ExecuteAsync(
            $"truncate {Publisher}.sales, {Publisher}.outbox_messages, {FullPublisher}.sales, {Consumer}.effects, {Consumer}.inbox_messages"
        );

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
