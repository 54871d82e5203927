using System.Threading.Channels;
using StackExchange.Redis.PubSub;

namespace StackExchange.Redis;

/// <summary>The messages of a channel in their order; they are awaited one by one, or given to one handler.</summary>
public sealed class ChannelMessageQueue : IAsyncEnumerable<ChannelMessage>
{
    private readonly Channel<ChannelMessage> _queue = System.Threading.Channels.Channel.CreateUnbounded<ChannelMessage>();
    private readonly Subscriptions _subscriptions;
    private int _handled;

    internal ChannelMessageQueue(RedisChannel channel, Subscriptions subscriptions)
    {
        Channel = channel;
        _subscriptions = subscriptions;
    }

    /// <summary>What was subscribed to.</summary>
    public RedisChannel Channel { get; }

    /// <summary>Done when the queue has been unsubscribed and is empty.</summary>
    public Task Completion => _queue.Reader.Completion;

    /// <summary>The next message, once there is one.</summary>
    /// <exception cref="ChannelClosedException">The queue has been unsubscribed and is empty.</exception>
    public ValueTask<ChannelMessage> ReadAsync(CancellationToken cancellationToken = default) => _queue.Reader.ReadAsync(cancellationToken);

    /// <summary>The next message, if there is one.</summary>
    public bool TryRead(out ChannelMessage item) => _queue.Reader.TryRead(out item);

    /// <summary>How many messages wait.</summary>
    public bool TryGetCount(out int count)
    {
        count = _queue.Reader.Count;
        return true;
    }

    /// <summary>Calls <paramref name="handler"/> for every message, one after the other.</summary>
    public void OnMessage(Action<ChannelMessage> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        OnMessage(message =>
        {
            handler(message);
            return Task.CompletedTask;
        });
    }

    /// <summary>Calls <paramref name="handler"/> for every message, one after the other.</summary>
    public void OnMessage(Func<ChannelMessage, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (Interlocked.Exchange(ref _handled, 1) == 1)
        {
            throw new InvalidOperationException("Only a single handler can be attached to a queue.");
        }

        _ = Task.Run(() => HandleAsync(handler));
    }

    /// <summary>Ends the subscription of this queue.</summary>
    public void Unsubscribe(CommandFlags flags = CommandFlags.None) =>
        Task.Run(() => UnsubscribeAsync(flags)).GetAwaiter().GetResult();

    /// <summary>Ends the subscription of this queue.</summary>
    public Task UnsubscribeAsync(CommandFlags flags = CommandFlags.None) => _subscriptions.RemoveAsync(Channel, null, this, flags);

    /// <summary>The messages as they come.</summary>
    public IAsyncEnumerator<ChannelMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _queue.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc/>
    public override string? ToString() => (string?)Channel;

    internal void Write(RedisChannel channel, RedisValue message) => _queue.Writer.TryWrite(new ChannelMessage(this, channel, message));

    internal void Complete() => _queue.Writer.TryComplete();

    private async Task HandleAsync(Func<ChannelMessage, Task> handler)
    {
        await foreach (var message in _queue.Reader.ReadAllAsync())
        {
            try
            {
                await handler(message);
            }
            catch (Exception)
            {
                // As the official client: a handler that throws gets the next message all the same.
            }
        }
    }
}
