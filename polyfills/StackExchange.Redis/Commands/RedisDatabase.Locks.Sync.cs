using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public bool LockExtend(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None) =>
        Wait(LockExtendAsync(key, value, expiry, flags | InternalFlags.Blocking));

    public RedisValue LockQuery(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(LockQueryAsync(key, flags | InternalFlags.Blocking));

    public bool LockRelease(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(LockReleaseAsync(key, value, flags | InternalFlags.Blocking));

    public bool LockTake(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None) =>
        Wait(LockTakeAsync(key, value, expiry, flags | InternalFlags.Blocking));
}
