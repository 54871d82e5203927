namespace StackExchange.Redis.PubSub;

/// <summary>Who listens to a channel.</summary>
internal sealed class Subscription
{
    public List<Action<RedisChannel, RedisValue>> Handlers { get; } = [];

    public List<ChannelMessageQueue> Queues { get; } = [];

    public bool IsEmpty => Handlers.Count == 0 && Queues.Count == 0;
}
