using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<long> HashDecrementAsync(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HIncrBy, key.AsRedisValue(), hashField, checked(-value)), Reply.Integer, flags);

    public Task<bool> HashDeleteAsync(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HDel, key.AsRedisValue(), hashField), Reply.Positive, flags);

    public Task<long> HashDeleteAsync(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None) =>
        hashFields.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.HDel, [key.AsRedisValue()], hashFields), Reply.Integer, flags);

    public Task<bool> HashExistsAsync(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HExists, key.AsRedisValue(), hashField), Reply.Positive, flags);

    public Task<RedisValue> HashGetAsync(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HGet, key.AsRedisValue(), hashField), Reply.Value, flags);

    public Task<RedisValue[]> HashGetAsync(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None) =>
        hashFields.Length == 0 ? Task.FromResult(Array.Empty<RedisValue>()) : Send(new Request(Commands.HMGet, [key.AsRedisValue()], hashFields), Reply.Values, flags);

    public Task<HashEntry[]> HashGetAllAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HGetAll, key.AsRedisValue()), Reply.HashEntries, flags);

    public Task<long> HashIncrementAsync(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HIncrBy, key.AsRedisValue(), hashField, value), Reply.Integer, flags);

    public Task<double> HashIncrementAsync(RedisKey key, RedisValue hashField, double value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HIncrByFloat, key.AsRedisValue(), hashField, value), Reply.Number, flags);

    public Task<RedisValue[]> HashKeysAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HKeys, key.AsRedisValue()), Reply.Values, flags);

    public Task<long> HashLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HLen, key.AsRedisValue()), Reply.Integer, flags);

    public Task HashSetAsync(RedisKey key, HashEntry[] hashFields, CommandFlags flags = CommandFlags.None) =>
        hashFields.Length == 0 ? Task.CompletedTask : Send(new Request(Commands.HSet, [key.AsRedisValue()], Pairs(hashFields)), Reply.Any, flags);

    public Task<bool> HashSetAsync(
        RedisKey key, RedisValue hashField, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        when == When.NotExists
            ? Send(new Request(Commands.HSetNx, key.AsRedisValue(), hashField, value), Reply.Positive, flags)
            : Send(new Request(Commands.HSet, key.AsRedisValue(), hashField, value), Reply.Positive, flags);

    public Task<RedisValue[]> HashValuesAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.HVals, key.AsRedisValue()), Reply.Values, flags);
}
