using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capsule.Messaging;

/// <summary>
/// The publisher's connection and its channel with confirms; opened when first needed, given up when anything goes wrong.
/// </summary>
internal sealed class BrokerConnection(BrokerAddress address, TimeProvider timeProvider, string name) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // Longer: a broker that is just starting accepts connections some time before it talks, and logs an error for each that was given up
    // meanwhile.
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(20);
    private readonly HashSet<string> _declared = [];

    // Since when, as far as this process knows, an exchange has all its queues; outlives a connection.
    private readonly ConcurrentDictionary<string, long> _complete = [];
    private IConnection? _connection;
    private IChannel? _channel;

    public bool IsOpen => _connection is { IsOpen: true };

    public async Task<IChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } && IsOpen)
        {
            return _channel;
        }

        if (!IsOpen)
        {
            await CloseAsync();
            _connection = await Factory().CreateConnectionAsync(name, cancellationToken);
        }

        // The batch bounds what is in flight, so the client's own limit would only slow it down.
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null
        );
        _channel = await _connection!.CreateChannelAsync(options, cancellationToken);
        return _channel;
    }

    /// <summary>For how long an exchange has had all the queues that must hear of it, at least.</summary>
    public TimeSpan AgeOf(string exchange) =>
        _complete.TryGetValue(exchange, out var since) ? timeProvider.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Whether <see cref="DeclareAsync"/> succeeded on this connection.</summary>
    public bool HasDeclared(string exchange) => _declared.Contains(exchange);

    /// <summary>Makes an exchange and the queues that must hear of it, where they are not there.</summary>
    public async Task DeclareAsync(string exchange, IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        // Asked only after a reconnect: the broker logs every queue that is not there as an error.
        if (_complete.ContainsKey(exchange) && !await AreThereAsync(queues, cancellationToken))
        {
            _complete.TryRemove(exchange, out _);
        }

        // A channel of its own: the broker closes the channel of a declaration that it refuses.
        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        foreach (var queue in queues)
        {
            await DeclareQueueAsync(channel, exchange, queue, cancellationToken);
        }

        _complete.TryAdd(exchange, timeProvider.GetTimestamp());
        _declared.Add(exchange);
    }

    /// <summary>Whether an exchange is there; where it is not, publishing to it would close the channel.</summary>
    public async Task<bool> HasExchangeAsync(string exchange, CancellationToken cancellationToken)
    {
        if (_declared.Contains(exchange))
        {
            return true;
        }

        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.ExchangeDeclarePassiveAsync(exchange, cancellationToken);
            _declared.Add(exchange);
            return true;
        }
        catch (OperationInterruptedException) when (IsOpen)
        {
            return false;
        }
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

    private async Task<bool> AreThereAsync(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            foreach (var queue in queues)
            {
                await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            }

            return true;
        }
        catch (OperationInterruptedException) when (IsOpen)
        {
            return false;
        }
    }

    // The same as MassTransit declares for a consumer's queue; different arguments would be refused. MassTransit binds it by an exchange of
    // the queue's own name. To bind that exchange needs the right to read from its name, which is the queue's too and is not for
    // publishers. Where both bindings lead to the queue, it gets a message once.
    private static async Task DeclareQueueAsync(IChannel channel, string exchange, string queue, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-single-active-consumer"] = true };
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            arguments,
            cancellationToken: cancellationToken
        );
        await channel.QueueBindAsync(queue, exchange, "", cancellationToken: cancellationToken);
    }

    private ConnectionFactory Factory() =>
        new()
        {
            HostName = address.Host,
            Port = address.Port,
            VirtualHost = address.VirtualHost,
            UserName = address.User,
            Password = address.Password,
            Ssl = new SslOption(address.Host, enabled: address.Tls),
            RequestedConnectionTimeout = AnswerTimeout,
            HandshakeContinuationTimeout = HandshakeTimeout,
            ContinuationTimeout = AnswerTimeout,
            RequestedHeartbeat = TimeSpan.FromSeconds(20),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
        };
}
