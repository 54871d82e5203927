using RabbitMQ.Client;

namespace Capsule.Messaging;

/// <summary>The publisher's connection and its channel with confirms; opened when first needed, given up when anything goes wrong.</summary>
internal sealed class BrokerConnection(BrokerAddress address, string service) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private readonly HashSet<string> _declared = [];
    private IConnection? _connection;
    private IChannel? _channel;

    public bool IsOpen => _connection is { IsOpen: true };

    public async Task<IChannel> ChannelAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true } && IsOpen)
        {
            return _channel;
        }

        if (!IsOpen)
        {
            await CloseAsync();
            _connection = await Factory().CreateConnectionAsync($"{service} outbox", cancellation);
        }

        // The batch bounds what is in flight, so the client's own limit would only slow it down.
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);
        _channel = await _connection!.CreateChannelAsync(options, cancellation);
        return _channel;
    }

    /// <summary>Makes an exchange and the queues that must hear of it, once per connection.</summary>
    public async Task DeclareAsync(string exchange, IEnumerable<string> queues, CancellationToken cancellation)
    {
        if (_declared.Contains(exchange))
        {
            return;
        }

        // A channel of its own: the broker closes the channel of a declaration that it refuses.
        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellation);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        foreach (var queue in queues)
        {
            await DeclareQueueAsync(channel, exchange, queue, cancellation);
        }

        _declared.Add(exchange);
    }

    public async Task CloseAsync()
    {
        _declared.Clear();
        _channel = null;
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            // Abort: whatever the connection's state is, closing it cannot fail and cannot take long.
            await connection.AbortAsync(TimeSpan.FromSeconds(2));
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    // The same as MassTransit declares for a consumer's queue; different arguments would be refused.
    private static async Task DeclareQueueAsync(IChannel channel, string exchange, string queue, CancellationToken cancellation)
    {
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellation);
        await channel.ExchangeBindAsync(queue, exchange, "", cancellationToken: cancellation);
    }

    private ConnectionFactory Factory() => new()
    {
        HostName = address.Host,
        Port = address.Port,
        VirtualHost = address.VirtualHost,
        UserName = address.User,
        Password = address.Password,
        Ssl = new SslOption(address.Host, enabled: address.Tls),
        RequestedConnectionTimeout = AnswerTimeout,
        HandshakeContinuationTimeout = AnswerTimeout,
        ContinuationTimeout = AnswerTimeout,
        RequestedHeartbeat = TimeSpan.FromSeconds(20),
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
    };
}
