using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public bool SetAdd(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(SetAddAsync(key, value, flags | InternalFlags.Blocking));

    public long SetAdd(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        Wait(SetAddAsync(key, values, flags | InternalFlags.Blocking));

    public bool SetContains(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(SetContainsAsync(key, value, flags | InternalFlags.Blocking));

    public bool[] SetContains(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        Wait(SetContainsAsync(key, values, flags | InternalFlags.Blocking));

    public long SetLength(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(SetLengthAsync(key, flags | InternalFlags.Blocking));

    public RedisValue[] SetMembers(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(SetMembersAsync(key, flags | InternalFlags.Blocking));

    public RedisValue SetPop(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(SetPopAsync(key, flags | InternalFlags.Blocking));

    public bool SetRemove(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(SetRemoveAsync(key, value, flags | InternalFlags.Blocking));

    public long SetRemove(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None) =>
        Wait(SetRemoveAsync(key, values, flags | InternalFlags.Blocking));
}
