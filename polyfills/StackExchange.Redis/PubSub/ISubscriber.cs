namespace StackExchange.Redis;

/// <summary>Channels: messages to whoever listens at that moment.</summary>
public interface ISubscriber : IRedis
{
    /// <summary>Whether there is a connection for a channel's messages.</summary>
    bool IsConnected(RedisChannel channel = default);

    /// <summary>Sends a message; how many clients received it.</summary>
    long Publish(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None);

    /// <summary>Sends a message; how many clients received it.</summary>
    Task<long> PublishAsync(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None);

    /// <summary>Calls <paramref name="handler"/> for every message; several calls may run at the same time.</summary>
    void Subscribe(RedisChannel channel, Action<RedisChannel, RedisValue> handler, CommandFlags flags = CommandFlags.None);

    /// <summary>Queues the messages of a channel in their order.</summary>
    ChannelMessageQueue Subscribe(RedisChannel channel, CommandFlags flags = CommandFlags.None);

    /// <summary>Calls <paramref name="handler"/> for every message; several calls may run at the same time.</summary>
    Task SubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler, CommandFlags flags = CommandFlags.None);

    /// <summary>Queues the messages of a channel in their order.</summary>
    Task<ChannelMessageQueue> SubscribeAsync(RedisChannel channel, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes one handler off a channel, or everything.</summary>
    void Unsubscribe(RedisChannel channel, Action<RedisChannel, RedisValue>? handler = null, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes everything off all channels.</summary>
    void UnsubscribeAll(CommandFlags flags = CommandFlags.None);

    /// <summary>Takes everything off all channels.</summary>
    Task UnsubscribeAllAsync(CommandFlags flags = CommandFlags.None);

    /// <summary>Takes one handler off a channel, or everything.</summary>
    Task UnsubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue>? handler = null, CommandFlags flags = CommandFlags.None);
}
