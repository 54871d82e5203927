namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Lets a lock last so much longer from now; false when it is not held with this value.</summary>
    bool LockExtend(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>The value with which a lock is held; null when it is not.</summary>
    RedisValue LockQuery(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Gives a lock back; false when it is not held with this value.</summary>
    bool LockRelease(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes a lock with a value of the caller's own; false when it is held.</summary>
    bool LockTake(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None);
}
