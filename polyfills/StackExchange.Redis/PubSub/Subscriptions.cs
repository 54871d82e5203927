using StackExchange.Redis.Connection;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.PubSub;

/// <summary>
/// Everybody who listens, and the connection that carries the messages: made with the first subscription; after a failure
/// it is made again and all channels are subscribed again.
/// </summary>
internal sealed partial class Subscriptions : IPushReceiver, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RedisChannel, Subscription> _channels = [];
    private readonly ConfigurationOptions _options;
    private readonly ServerLink _link;
    private bool _started;

    public Subscriptions(ConfigurationOptions options, ILinkEvents events)
    {
        _options = options;
        _link = new ServerLink(options, ConnectionType.Subscription, events, this);
    }

    public bool IsConnected => _link.IsConnected;

    public Task AddAsync(RedisChannel channel, Action<RedisChannel, RedisValue>? handler, ChannelMessageQueue? queue, CommandFlags flags)
    {
        if (channel.IsNullOrEmpty)
        {
            throw new ArgumentNullException(nameof(channel));
        }

        lock (_gate)
        {
            if (!_channels.TryGetValue(channel, out var subscription))
            {
                subscription = new Subscription();
                _channels.Add(channel, subscription);
            }

            Listen(subscription, handler, queue);
            Start();
        }

        // Also when others listen already: the reply tells that the server knows.
        return _link.Send(SubscribeRequest(channel), Reply.Any, ServerConnection.AnyDatabase, flags) ?? Task.CompletedTask;
    }

    public Task RemoveAsync(RedisChannel channel, Action<RedisChannel, RedisValue>? handler, ChannelMessageQueue? queue, CommandFlags flags)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(channel, out var subscription))
            {
                return Task.CompletedTask;
            }

            StopListening(subscription, handler, queue);
            if (!subscription.IsEmpty)
            {
                return Task.CompletedTask;
            }

            _channels.Remove(channel);

            // Without a connection there is nothing to tell the server: a new one begins with the channels that are left.
            if (!_link.IsConnected)
            {
                return Task.CompletedTask;
            }
        }

        var command = channel.IsPattern ? Commands.PUnsubscribe : Commands.Unsubscribe;
        return _link.Send(new Request(command, (byte[]?)channel), Reply.Any, ServerConnection.AnyDatabase, flags) ?? Task.CompletedTask;
    }

    public Task RemoveAllAsync(CommandFlags flags)
    {
        RedisChannel[] all;
        lock (_gate)
        {
            all = [.. _channels.Keys];
        }

        return Task.WhenAll(all.Select(channel => RemoveAsync(channel, null, null, flags)));
    }

    /// <summary>Subscribes a new connection to all channels.</summary>
    public void SubscribeAgain(ServerConnection connection)
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Keys)
            {
                var message = Message<bool>.Rent(
                    Reply.Any, Environment.TickCount64 + _options.AsyncTimeout, Commands.Subscribe.Name, inline: false, wanted: false, out _);
                connection.TrySend(SubscribeRequest(channel), message, ServerConnection.AnyDatabase);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        lock (_gate)
        {
            foreach (var queue in _channels.Values.SelectMany(subscription => subscription.Queues))
            {
                queue.Complete();
            }

            _channels.Clear();
        }
    }

    private static Request SubscribeRequest(RedisChannel channel) =>
        new(channel.IsPattern ? Commands.PSubscribe : Commands.Subscribe, (byte[]?)channel);

    private static void Listen(Subscription subscription, Action<RedisChannel, RedisValue>? handler, ChannelMessageQueue? queue)
    {
        if (handler is not null)
        {
            subscription.Handlers.Add(handler);
        }

        if (queue is not null)
        {
            subscription.Queues.Add(queue);
        }
    }

    private static void StopListening(Subscription subscription, Action<RedisChannel, RedisValue>? handler, ChannelMessageQueue? queue)
    {
        if (handler is not null)
        {
            subscription.Handlers.Remove(handler);
            return;
        }

        foreach (var ended in queue is null ? [.. subscription.Queues] : new[] { queue })
        {
            subscription.Queues.Remove(ended);
            ended.Complete();
        }

        if (queue is null)
        {
            subscription.Handlers.Clear();
        }
    }

    private void Start()
    {
        if (!_started)
        {
            _started = true;
            _link.Start();
        }
    }
}
