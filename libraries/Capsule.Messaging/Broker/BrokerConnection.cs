using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capsule.Messaging;

/// <summary>The publisher's connection and its channel with confirms: opened when first needed, closed after any error.</summary>
internal sealed class BrokerConnection(BrokerAddress address, TimeProvider timeProvider, string name) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // The timeout is long because a broker that is starting accepts connections some time before it answers, and logs an error for each
    // connection that is closed meanwhile.
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(20);
    private readonly HashSet<string> _declared = [];

    // When this process first saw each exchange with all its queues; kept across connections.
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

        // The batch size already limits the messages in flight, so the client's own limit would only slow the publisher down.
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null
        );
        _channel = await _connection!.CreateChannelAsync(options, cancellationToken);
        return _channel;
    }

    /// <summary>Returns the minimum time for which an exchange has had the queues of all its subscribers.</summary>
    public TimeSpan AgeOf(string exchange) =>
        _complete.TryGetValue(exchange, out var since) ? timeProvider.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Whether <see cref="DeclareAsync"/> succeeded on this connection.</summary>
    public bool HasDeclared(string exchange) => _declared.Contains(exchange);

    /// <summary>Declares an exchange and the queues of its subscribers.</summary>
    public async Task DeclareAsync(string exchange, IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        // Checked only after a reconnect, because the broker logs an error for every missing queue that is checked.
        if (_complete.ContainsKey(exchange) && !await AreThereAsync(queues, cancellationToken))
        {
            _complete.TryRemove(exchange, out _);
        }

        // The declaration needs its own channel, because the broker closes the channel of a declaration that it refuses.
        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        foreach (var queue in queues)
        {
            await DeclareQueueAsync(channel, exchange, queue, cancellationToken);
        }

        _complete.TryAdd(exchange, timeProvider.GetTimestamp());
        _declared.Add(exchange);
    }

    /// <summary>Returns whether an exchange exists. Publishing to a missing exchange closes the channel.</summary>
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
            // Aborting never fails and takes little time, whatever the connection's state is.
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

    // The arguments must equal those that MassTransit declares for a consumer's queue, or the broker refuses the second declaration.
    // MassTransit binds the queue through an exchange of the same name. Binding that exchange requires read permission on its name, which
    // is also the queue's name and which publishers must not read. A queue that is bound both ways receives each message once.
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
