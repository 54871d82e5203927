using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public long StringAppend(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(StringAppendAsync(key, value, flags | InternalFlags.Blocking));

    public long StringDecrement(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Wait(StringDecrementAsync(key, value, flags | InternalFlags.Blocking));

    public double StringDecrement(RedisKey key, double value, CommandFlags flags = CommandFlags.None) =>
        Wait(StringDecrementAsync(key, value, flags | InternalFlags.Blocking));

    public RedisValue StringGet(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetAsync(key, flags | InternalFlags.Blocking));

    public RedisValue[] StringGet(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetAsync(keys, flags | InternalFlags.Blocking));

    public RedisValue StringGetDelete(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetDeleteAsync(key, flags | InternalFlags.Blocking));

    public RedisValue StringGetSet(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetSetAsync(key, value, flags | InternalFlags.Blocking));

    public RedisValue StringGetSetExpiry(RedisKey key, TimeSpan? expiry, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetSetExpiryAsync(key, expiry, flags | InternalFlags.Blocking));

    public RedisValue StringGetSetExpiry(RedisKey key, DateTime expiry, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetSetExpiryAsync(key, expiry, flags | InternalFlags.Blocking));

    public RedisValueWithExpiry StringGetWithExpiry(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(StringGetWithExpiryAsync(key, flags | InternalFlags.Blocking));

    public long StringIncrement(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Wait(StringIncrementAsync(key, value, flags | InternalFlags.Blocking));

    public double StringIncrement(RedisKey key, double value, CommandFlags flags = CommandFlags.None) =>
        Wait(StringIncrementAsync(key, value, flags | InternalFlags.Blocking));

    public long StringLength(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(StringLengthAsync(key, flags | InternalFlags.Blocking));

    public bool StringSet(RedisKey key, RedisValue value, TimeSpan? expiry, When when) =>
        Wait(StringSetAsync(key, value, expiry, when, InternalFlags.Blocking));

    public bool StringSet(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags) =>
        Wait(StringSetAsync(key, value, expiry, when, flags | InternalFlags.Blocking));

    public bool StringSet(
        RedisKey key, RedisValue value, TimeSpan? expiry, bool keepTtl, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(StringSetAsync(key, value, expiry, keepTtl, when, flags | InternalFlags.Blocking));

    public bool StringSet(
        RedisKey key, RedisValue value, Expiration expiry = default, ValueCondition when = default, CommandFlags flags = CommandFlags.None) =>
        Wait(StringSetAsync(key, value, expiry, when, flags | InternalFlags.Blocking));

    public bool StringSet(KeyValuePair<RedisKey, RedisValue>[] values, When when, CommandFlags flags) =>
        Wait(StringSetAsync(values, when, flags | InternalFlags.Blocking));

    public bool StringSet(
        KeyValuePair<RedisKey, RedisValue>[] values, When when = When.Always, Expiration expiry = default, CommandFlags flags = CommandFlags.None) =>
        Wait(StringSetAsync(values, when, expiry, flags | InternalFlags.Blocking));

    public RedisValue StringSetAndGet(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags) =>
        Wait(StringSetAndGetAsync(key, value, expiry, when, flags | InternalFlags.Blocking));

    public RedisValue StringSetAndGet(
        RedisKey key, RedisValue value, TimeSpan? expiry = null, bool keepTtl = false, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(StringSetAndGetAsync(key, value, expiry, keepTtl, when, flags | InternalFlags.Blocking));
}
