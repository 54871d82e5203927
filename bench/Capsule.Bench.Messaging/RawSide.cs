using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capsule.Bench.Messaging;

/// <summary>
/// RabbitMQ.Client and Npgsql alone: a publisher with confirms and as many messages in flight as Capsule's, and a consumer that inserts one
/// row per message, commits, and acknowledges.
/// </summary>
internal sealed class RawSide : IAsyncDisposable
{
    private const string Queue = "raw-item-sold";
    private readonly SemaphoreSlim _inFlight = new(BenchSettings.BatchSize);
    private readonly NpgsqlDataSource _database;
    private readonly Effects _effects;
    private readonly IConnection _connection;
    private readonly IChannel _publisher;
    private readonly IChannel _consumer;

    private RawSide(NpgsqlDataSource database, IConnection connection, IChannel publisher, IChannel consumer)
    {
        _database = database;
        _effects = new Effects(database, "raw_effects");
        (_connection, _publisher, _consumer) = (connection, publisher, consumer);
    }

    public static async Task<RawSide> StartAsync(BenchServers servers)
    {
        var database = NpgsqlDataSource.Create(servers.Postgres);
        await using (
            var create = database.CreateCommand(
                "create table raw_effects (id uuid primary key, number int not null, sent_at timestamptz not null, created_at timestamptz not null default current_timestamp)"
            )
        )
        {
            await create.ExecuteNonQueryAsync();
        }

        var connection = await new ConnectionFactory { Uri = new Uri(servers.Broker) }.CreateConnectionAsync();
        var publisher = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null
            )
        );
        var consumer = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: false,
                publisherConfirmationTrackingEnabled: false,
                consumerDispatchConcurrency: BenchSettings.RawConcurrentMessages
            )
        );
        await publisher.QueueDeclareAsync(
            Queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );

        var side = new RawSide(database, connection, publisher, consumer);
        var deliveries = new AsyncEventingBasicConsumer(consumer);
        deliveries.ReceivedAsync += (_, delivery) => side.ConsumeAsync(delivery);
        await consumer.BasicQosAsync(0, BenchSettings.RawPrefetchCount, false);
        await consumer.BasicConsumeAsync(Queue, autoAck: false, deliveries);
        return side;
    }

    /// <summary>Returns the messages per second from the first publish to the last committed row.</summary>
    public async Task<double> RateAsync(int count)
    {
        await EmptyAsync();
        var start = TimeProvider.System.GetUtcNow();
        var publishing = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            await _inFlight.WaitAsync();
            publishing.Add(PublishAsync(i));
        }

        await Task.WhenAll(publishing);
        return count / await _effects.AwaitAsync(count, start);
    }

    /// <summary>Returns the latency from just before the publish to the commit of the row.</summary>
    public async Task<Latency> LatencyAsync(double perSecond, int count)
    {
        await EmptyAsync();
        var start = TimeProvider.System.GetUtcNow();
        await Pace.RunAsync(
            perSecond,
            count,
            async i =>
            {
                await _inFlight.WaitAsync();
                await PublishAsync(i);
            }
        );
        await _effects.AwaitAsync(count, start);
        return await _effects.LatencyAsync("effect.sent_at", "");
    }

    public async ValueTask DisposeAsync()
    {
        await _consumer.DisposeAsync();
        await _publisher.DisposeAsync();
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
        _inFlight.Dispose();
    }

    private async Task PublishAsync(int number)
    {
        var message = new ItemSold(Guid.CreateVersion7(), number, TimeProvider.System.GetUtcNow());
        var properties = new BasicProperties { MessageId = message.SaleId.ToString(), DeliveryMode = DeliveryModes.Persistent };
        await _publisher.BasicPublishAsync("", Queue, true, properties, JsonSerializer.SerializeToUtf8Bytes(message));
        _inFlight.Release();
    }

    private async Task ConsumeAsync(BasicDeliverEventArgs delivery)
    {
        var message = JsonSerializer.Deserialize<ItemSold>(delivery.Body.Span)!;
        await using (var insert = _database.CreateCommand("insert into raw_effects (id, number, sent_at) values ($1, $2, $3)"))
        {
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.SaleId });
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = message.Number });
            insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = message.OccurredAt });
            await insert.ExecuteNonQueryAsync();
        }

        await _consumer.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }

    private async Task EmptyAsync()
    {
        await using var truncate = _database.CreateCommand("truncate raw_effects");
        await truncate.ExecuteNonQueryAsync();
    }
}
