using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public bool KeyDelete(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyDeleteAsync(key, flags | InternalFlags.Blocking));

    public long KeyDelete(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyDeleteAsync(keys, flags | InternalFlags.Blocking));

    public bool KeyExists(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyExistsAsync(key, flags | InternalFlags.Blocking));

    public long KeyExists(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyExistsAsync(keys, flags | InternalFlags.Blocking));

    public bool KeyExpire(RedisKey key, TimeSpan? expiry, CommandFlags flags) =>
        Wait(KeyExpireAsync(key, expiry, flags | InternalFlags.Blocking));

    public bool KeyExpire(RedisKey key, TimeSpan? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyExpireAsync(key, expiry, when, flags | InternalFlags.Blocking));

    public bool KeyExpire(RedisKey key, DateTime? expiry, CommandFlags flags) =>
        Wait(KeyExpireAsync(key, expiry, flags | InternalFlags.Blocking));

    public bool KeyExpire(RedisKey key, DateTime? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyExpireAsync(key, expiry, when, flags | InternalFlags.Blocking));

    public bool KeyPersist(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyPersistAsync(key, flags | InternalFlags.Blocking));

    public bool KeyRename(RedisKey key, RedisKey newKey, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyRenameAsync(key, newKey, when, flags | InternalFlags.Blocking));

    public TimeSpan? KeyTimeToLive(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyTimeToLiveAsync(key, flags | InternalFlags.Blocking));

    public RedisType KeyType(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Wait(KeyTypeAsync(key, flags | InternalFlags.Blocking));
}
