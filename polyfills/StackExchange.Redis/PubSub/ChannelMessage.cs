namespace StackExchange.Redis;

/// <summary>A message of a channel.</summary>
public readonly struct ChannelMessage
{
    private readonly ChannelMessageQueue _queue;

    internal ChannelMessage(ChannelMessageQueue queue, RedisChannel channel, RedisValue value)
    {
        _queue = queue;
        Channel = channel;
        Message = value;
    }

    /// <summary>What was subscribed to; a pattern if it was one.</summary>
    public RedisChannel SubscriptionChannel => _queue.Channel;

    /// <summary>The channel that the message was sent to.</summary>
    public RedisChannel Channel { get; }

    /// <summary>The message.</summary>
    public RedisValue Message { get; }

    /// <summary>Whether channel and message are the same.</summary>
    public static bool operator ==(ChannelMessage left, ChannelMessage right) => left.Equals(right);

    /// <summary>Whether channel or message differ.</summary>
    public static bool operator !=(ChannelMessage left, ChannelMessage right) => !left.Equals(right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ChannelMessage other && Channel == other.Channel && Message == other.Message;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channel, Message);

    /// <inheritdoc/>
    public override string ToString() => $"{Channel}:{Message}";
}
