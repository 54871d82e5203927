using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<RedisValue> ListGetByIndexAsync(RedisKey key, long index, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LIndex, key.AsRedisValue(), index), Reply.Value, flags);

    public Task<RedisValue> ListLeftPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LPop, key.AsRedisValue()), Reply.Value, flags);

    public Task<RedisValue[]> ListLeftPopAsync(RedisKey key, long count, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LPop, key.AsRedisValue(), count), Reply.Values, flags);

    public Task<long> ListLeftPushAsync(
        RedisKey key, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(when == When.Exists ? Commands.LPushX : Commands.LPush, key.AsRedisValue(), value), Reply.Integer, flags);

    public Task<long> ListLeftPushAsync(
        RedisKey key, RedisValue[] values, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        values.Length == 0
            ? ListLengthAsync(key, flags)
            : Send(new Request(when == When.Exists ? Commands.LPushX : Commands.LPush, [key.AsRedisValue()], values), Reply.Integer, flags);

    public Task<long> ListLeftPushAsync(RedisKey key, RedisValue[] values, CommandFlags flags) =>
        ListLeftPushAsync(key, values, When.Always, flags);

    public Task<RedisValue> ListRightPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.RPop, key.AsRedisValue()), Reply.Value, flags);

    public Task<RedisValue[]> ListRightPopAsync(RedisKey key, long count, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.RPop, key.AsRedisValue(), count), Reply.Values, flags);

    public Task<long> ListRightPushAsync(
        RedisKey key, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(when == When.Exists ? Commands.RPushX : Commands.RPush, key.AsRedisValue(), value), Reply.Integer, flags);

    public Task<long> ListRightPushAsync(
        RedisKey key, RedisValue[] values, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        values.Length == 0
            ? ListLengthAsync(key, flags)
            : Send(new Request(when == When.Exists ? Commands.RPushX : Commands.RPush, [key.AsRedisValue()], values), Reply.Integer, flags);

    public Task<long> ListRightPushAsync(RedisKey key, RedisValue[] values, CommandFlags flags) =>
        ListRightPushAsync(key, values, When.Always, flags);

    public Task<long> ListLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LLen, key.AsRedisValue()), Reply.Integer, flags);

    public Task<RedisValue[]> ListRangeAsync(RedisKey key, long start = 0, long stop = -1, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LRange, key.AsRedisValue(), start, stop), Reply.Values, flags);

    public Task<long> ListRemoveAsync(RedisKey key, RedisValue value, long count = 0, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LRem, key.AsRedisValue(), count, value), Reply.Integer, flags);

    public Task<RedisValue> ListRightPopLeftPushAsync(RedisKey source, RedisKey destination, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.RPopLPush, source.AsRedisValue(), destination.AsRedisValue()), Reply.Value, flags);

    public Task ListTrimAsync(RedisKey key, long start, long stop, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.LTrim, key.AsRedisValue(), start, stop), Reply.Any, flags);
}
