namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>Lets a lock last so much longer from now; false when it is not held with this value.</summary>
    Task<bool> LockExtendAsync(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>The value with which a lock is held; null when it is not.</summary>
    Task<RedisValue> LockQueryAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Gives a lock back; false when it is not held with this value.</summary>
    Task<bool> LockReleaseAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes a lock with a value of the caller's own; false when it is held.</summary>
    Task<bool> LockTakeAsync(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None);
}
