using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public long HashDecrement(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Wait(HashDecrementAsync(key, hashField, value, flags | InternalFlags.Blocking));

    public bool HashDelete(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Wait(HashDeleteAsync(key, hashField, flags | InternalFlags.Blocking));

    public long HashDelete(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None) =>
        Wait(HashDeleteAsync(key, hashFields, flags | InternalFlags.Blocking));

    public bool HashExists(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Wait(HashExistsAsync(key, hashField, flags | InternalFlags.Blocking));

    public RedisValue HashGet(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None) =>
        Wait(HashGetAsync(key, hashField, flags | InternalFlags.Blocking));

    public RedisValue[] HashGet(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None) =>
        Wait(HashGetAsync(key, hashFields, flags | InternalFlags.Blocking));

    public HashEntry[] HashGetAll(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(HashGetAllAsync(key, flags | InternalFlags.Blocking));

    public long HashIncrement(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Wait(HashIncrementAsync(key, hashField, value, flags | InternalFlags.Blocking));

    public double HashIncrement(RedisKey key, RedisValue hashField, double value, CommandFlags flags = CommandFlags.None) =>
        Wait(HashIncrementAsync(key, hashField, value, flags | InternalFlags.Blocking));

    public RedisValue[] HashKeys(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(HashKeysAsync(key, flags | InternalFlags.Blocking));

    public long HashLength(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(HashLengthAsync(key, flags | InternalFlags.Blocking));

    public void HashSet(RedisKey key, HashEntry[] hashFields, CommandFlags flags = CommandFlags.None) =>
        Wait(HashSetAsync(key, hashFields, flags | InternalFlags.Blocking));

    public bool HashSet(
        RedisKey key, RedisValue hashField, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(HashSetAsync(key, hashField, value, when, flags | InternalFlags.Blocking));

    public RedisValue[] HashValues(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(HashValuesAsync(key, flags | InternalFlags.Blocking));
}
