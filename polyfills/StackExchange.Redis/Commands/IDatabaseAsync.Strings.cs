namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>Appends to a string; its new length in bytes.</summary>
    Task<long> StringAppendAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Subtracts from an integer; its new value.</summary>
    Task<long> StringDecrementAsync(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Subtracts from a number; its new value.</summary>
    Task<double> StringDecrementAsync(RedisKey key, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>A string; null when there is none.</summary>
    Task<RedisValue> StringGetAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Several strings, in the order of the keys.</summary>
    Task<RedisValue[]> StringGetAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which is deleted.</summary>
    Task<RedisValue> StringGetDeleteAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; what it was before.</summary>
    Task<RedisValue> StringGetSetAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which now expires after a time, or never.</summary>
    Task<RedisValue> StringGetSetExpiryAsync(RedisKey key, TimeSpan? expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>A string, which now expires at a moment.</summary>
    Task<RedisValue> StringGetSetExpiryAsync(RedisKey key, DateTime expiry, CommandFlags flags = CommandFlags.None);

    /// <summary>A string and the time it has left.</summary>
    Task<RedisValueWithExpiry> StringGetWithExpiryAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to an integer; its new value.</summary>
    Task<long> StringIncrementAsync(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to a number; its new value.</summary>
    Task<double> StringIncrementAsync(RedisKey key, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>The length of a string in bytes; 0 when there is none.</summary>
    Task<long> StringLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    Task<bool> StringSetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    Task<bool> StringSetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags);

    /// <summary>Sets a string, on demand without changing its expiry; false when the condition did not hold.</summary>
    Task<bool> StringSetAsync(
        RedisKey key, RedisValue value, TimeSpan? expiry, bool keepTtl, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; false when the condition did not hold.</summary>
    Task<bool> StringSetAsync(
        RedisKey key, RedisValue value, Expiration expiry = default, ValueCondition when = default, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets several strings, all or none; false when one existed and none may.</summary>
    Task<bool> StringSetAsync(KeyValuePair<RedisKey, RedisValue>[] values, When when, CommandFlags flags);

    /// <summary>Sets several strings, all or none; an expiry is not supported here.</summary>
    Task<bool> StringSetAsync(
        KeyValuePair<RedisKey, RedisValue>[] values, When when = When.Always, Expiration expiry = default, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a string; what it was before.</summary>
    Task<RedisValue> StringSetAndGetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags);

    /// <summary>Sets a string, on demand without changing its expiry; what it was before.</summary>
    Task<RedisValue> StringSetAndGetAsync(
        RedisKey key, RedisValue value, TimeSpan? expiry = null, bool keepTtl = false, When when = When.Always, CommandFlags flags = CommandFlags.None);
}
