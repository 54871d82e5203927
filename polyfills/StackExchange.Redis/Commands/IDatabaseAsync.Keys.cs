namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>Deletes a key; false when there was none.</summary>
    Task<bool> KeyDeleteAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Deletes keys; how many there were.</summary>
    Task<long> KeyDeleteAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>Whether a key exists.</summary>
    Task<bool> KeyExistsAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>How many of the keys exist.</summary>
    Task<long> KeyExistsAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key expire after a time, or never; false when there is none.</summary>
    Task<bool> KeyExpireAsync(RedisKey key, TimeSpan? expiry, CommandFlags flags);

    /// <summary>Lets a key expire after a time, or never; false when there is none or the condition did not hold.</summary>
    Task<bool> KeyExpireAsync(
        RedisKey key, TimeSpan? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key expire at a moment, or never; false when there is none.</summary>
    Task<bool> KeyExpireAsync(RedisKey key, DateTime? expiry, CommandFlags flags);

    /// <summary>Lets a key expire at a moment, or never; false when there is none or the condition did not hold.</summary>
    Task<bool> KeyExpireAsync(
        RedisKey key, DateTime? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key never expire; false when it did not expire anyway.</summary>
    Task<bool> KeyPersistAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Renames a key; false when the new one existed and must not.</summary>
    Task<bool> KeyRenameAsync(RedisKey key, RedisKey newKey, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>The time that a key has left; none when it does not expire or does not exist.</summary>
    Task<TimeSpan?> KeyTimeToLiveAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>The type of a key's value.</summary>
    Task<RedisType> KeyTypeAsync(RedisKey key, CommandFlags flags = CommandFlags.None);
}
