using StackExchange.Redis.Connection;
using StackExchange.Redis.PubSub;

namespace StackExchange.Redis;

/// <inheritdoc cref="ISubscriber"/>
internal sealed class RedisSubscriber(ConnectionMultiplexer multiplexer, ServerLink link, int database) : ISubscriber
{
    private readonly RedisDatabase _commands = new(multiplexer, link, database, null);

    public IConnectionMultiplexer Multiplexer => multiplexer;

    private Subscriptions Subscriptions => multiplexer.Subscriptions;

    public bool IsConnected(RedisChannel channel = default) => Subscriptions.IsConnected;

    public TimeSpan Ping(CommandFlags flags = CommandFlags.None) => _commands.Ping(flags);

    public Task<TimeSpan> PingAsync(CommandFlags flags = CommandFlags.None) => _commands.PingAsync(flags);

    public long Publish(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None) =>
        _commands.Publish(channel, message, flags);

    public Task<long> PublishAsync(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None) =>
        _commands.PublishAsync(channel, message, flags);

    public void Subscribe(RedisChannel channel, Action<RedisChannel, RedisValue> handler, CommandFlags flags = CommandFlags.None) =>
        Wait(SubscribeAsync(channel, handler, flags));

    public ChannelMessageQueue Subscribe(RedisChannel channel, CommandFlags flags = CommandFlags.None) => Wait(SubscribeAsync(channel, flags));

    public Task SubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler, CommandFlags flags = CommandFlags.None)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Subscriptions.AddAsync(channel, handler, null, flags);
    }

    public async Task<ChannelMessageQueue> SubscribeAsync(RedisChannel channel, CommandFlags flags = CommandFlags.None)
    {
        var queue = new ChannelMessageQueue(channel, Subscriptions);
        await Subscriptions.AddAsync(channel, null, queue, flags);
        return queue;
    }

    public void Unsubscribe(
        RedisChannel channel, Action<RedisChannel, RedisValue>? handler = null, CommandFlags flags = CommandFlags.None) =>
        Wait(UnsubscribeAsync(channel, handler, flags));

    public void UnsubscribeAll(CommandFlags flags = CommandFlags.None) => Wait(UnsubscribeAllAsync(flags));

    public Task UnsubscribeAllAsync(CommandFlags flags = CommandFlags.None) => Subscriptions.RemoveAllAsync(flags);

    public Task UnsubscribeAsync(
        RedisChannel channel, Action<RedisChannel, RedisValue>? handler = null, CommandFlags flags = CommandFlags.None) =>
        Subscriptions.RemoveAsync(channel, handler, null, flags);

    public bool TryWait(Task task) => _commands.TryWait(task);

    public void Wait(Task task) => _commands.Wait(task);

    public T Wait<T>(Task<T> task) => _commands.Wait(task);

    public void WaitAll(params Task[] tasks) => _commands.WaitAll(tasks);
}
