using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.PubSub;

internal sealed partial class Subscriptions
{
    public bool TryReceive(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        if (!reader.IsArray || reader.Count is not (3 or 4))
        {
            return false;
        }

        var isPattern = reader.Count == 4;
        reader.Read();
        if (!reader.Payload.SequenceEqual(isPattern ? "pmessage"u8 : "message"u8))
        {
            return false;
        }

        reader.Read();
        var listened = new RedisChannel(
            reader.Payload.ToArray(), isPattern ? RedisChannel.PatternMode.Pattern : RedisChannel.PatternMode.Literal);
        var sentTo = listened;
        if (isPattern)
        {
            reader.Read();
            sentTo = RedisChannel.Literal(reader.Payload.ToArray());
        }

        reader.Read();
        Deliver(listened, sentTo, reader.ReadValue());
        return true;
    }

    private void Deliver(RedisChannel listened, RedisChannel sentTo, RedisValue message)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(listened, out var subscription))
            {
                return;
            }

            subscription.Queues.ForEach(queue => queue.Write(sentTo, message));
            foreach (var handler in subscription.Handlers)
            {
                // Not on the reader: handlers may block.
                ThreadPool.UnsafeQueueUserWorkItem(
                    static call => Handle(call.handler, call.sentTo, call.message), (handler, sentTo, message), preferLocal: false);
            }
        }
    }

    private static void Handle(Action<RedisChannel, RedisValue> handler, RedisChannel sentTo, RedisValue message)
    {
        try
        {
            handler(sentTo, message);
        }
        catch (Exception)
        {
            // As the official client: a handler that throws gets the next message all the same.
        }
    }
}
