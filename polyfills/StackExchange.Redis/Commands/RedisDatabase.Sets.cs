using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<bool> SetAddAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SAdd, key.AsRedisValue(), value), Reply.Positive, flags);

    public Task<long> SetAddAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        values.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.SAdd, [key.AsRedisValue()], values), Reply.Integer, flags);

    public Task<bool> SetContainsAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SIsMember, key.AsRedisValue(), value), Reply.Positive, flags);

    public Task<bool[]> SetContainsAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        values.Length == 0 ? Task.FromResult(Array.Empty<bool>()) : Send(new Request(Commands.SMIsMember, [key.AsRedisValue()], values), Reply.Flags, flags);

    public Task<long> SetLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SCard, key.AsRedisValue()), Reply.Integer, flags);

    public Task<RedisValue[]> SetMembersAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SMembers, key.AsRedisValue()), Reply.Values, flags);

    public Task<RedisValue> SetPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SPop, key.AsRedisValue()), Reply.Value, flags);

    public Task<bool> SetRemoveAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.SRem, key.AsRedisValue(), value), Reply.Positive, flags);

    public Task<long> SetRemoveAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        values.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.SRem, [key.AsRedisValue()], values), Reply.Integer, flags);
}
