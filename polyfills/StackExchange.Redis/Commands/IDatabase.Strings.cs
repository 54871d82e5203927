namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Appends to a string; its new length in bytes.</summary>
    long StringAppend(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Subtracts from an integer; its new value.</summary>
    long StringDecrement(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Subtracts from a number; its new value.</summary>
    double StringDecrement(RedisKey key, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>A string; null when there is none.</summary>
    RedisValue StringGet(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Several strings, in the order of the keys.</summary>
    RedisValue[] StringGet(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which is deleted.</summary>
    RedisValue StringGetDelete(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; what it was before.</summary>
    RedisValue StringGetSet(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which now expires after a time, or never.</summary>
    RedisValue StringGetSetExpiry(RedisKey key, TimeSpan? expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which now expires at a moment.</summary>
    RedisValue StringGetSetExpiry(RedisKey key, DateTime expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>A string and the time it has left.</summary>
    RedisValueWithExpiry StringGetWithExpiry(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to an integer; its new value.</summary>
    long StringIncrement(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to a number; its new value.</summary>
    double StringIncrement(RedisKey key, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>The length of a string in bytes; 0 when there is none.</summary>
    long StringLength(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    bool StringSet(RedisKey key, RedisValue value, TimeSpan? expiry, When when);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    bool StringSet(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags);

    /// <summary>Sets a string, on demand without changing its expiry; false when the condition did not hold.</summary>
    bool StringSet(
        RedisKey key, RedisValue value, TimeSpan? expiry, bool keepTtl, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    bool StringSet(
        RedisKey key, RedisValue value, Expiration expiry = default, ValueCondition when = default, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets several strings, all or none; false when one existed and none may.</summary>
    bool StringSet(KeyValuePair<RedisKey, RedisValue>[] values, When when, CommandFlags flags);

    /// <summary>Sets several strings, all or none; an expiry is not supported here.</summary>
    bool StringSet(
        KeyValuePair<RedisKey, RedisValue>[] values, When when = When.Always, Expiration expiry = default, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; what it was before.</summary>
    RedisValue StringSetAndGet(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags);

    /// <summary>Sets a string, on demand without changing its expiry; what it was before.</summary>
    RedisValue StringSetAndGet(
        RedisKey key, RedisValue value, TimeSpan? expiry = null, bool keepTtl = false, When when = When.Always, CommandFlags flags = CommandFlags.None);
}
