namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Deletes a key; false when there was none.</summary>
    bool KeyDelete(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Deletes keys; how many there were.</summary>
    long KeyDelete(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>Whether a key exists.</summary>
    bool KeyExists(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>How many of the keys exist.</summary>
    long KeyExists(RedisKey[] keys, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key expire after a time, or never; false when there is none.</summary>
    bool KeyExpire(RedisKey key, TimeSpan? expiry, CommandFlags flags);

    /// <summary>Lets a key expire after a time, or never; false when there is none or the condition did not hold.</summary>
    bool KeyExpire(RedisKey key, TimeSpan? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key expire at a moment, or never; false when there is none.</summary>
    bool KeyExpire(RedisKey key, DateTime? expiry, CommandFlags flags);

    /// <summary>Lets a key expire at a moment, or never; false when there is none or the condition did not hold.</summary>
    bool KeyExpire(RedisKey key, DateTime? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Lets a key never expire; false when it did not expire anyway.</summary>
    bool KeyPersist(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Renames a key; false when the new one existed and must not.</summary>
    bool KeyRename(RedisKey key, RedisKey newKey, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>The time that a key has left; none when it does not expire or does not exist.</summary>
    TimeSpan? KeyTimeToLive(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>The type of a key's value.</summary>
    RedisType KeyType(RedisKey key, CommandFlags flags = CommandFlags.None);
}
