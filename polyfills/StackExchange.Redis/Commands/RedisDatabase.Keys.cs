using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<bool> KeyDeleteAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Del, key.AsRedisValue()), Reply.Positive, flags);

    public Task<long> KeyDeleteAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        keys.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.Del, [], Keys(keys)), Reply.Integer, flags);

    public Task<bool> KeyExistsAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Exists, key.AsRedisValue()), Reply.Positive, flags);

    public Task<long> KeyExistsAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        keys.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.Exists, [], Keys(keys)), Reply.Integer, flags);

    public Task<bool> KeyExpireAsync(RedisKey key, TimeSpan? expiry, CommandFlags flags) => Expire(key, expiry, ExpireWhen.Always, flags);

    public Task<bool> KeyExpireAsync(
        RedisKey key, TimeSpan? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Expire(key, expiry, when, flags);

    public Task<bool> KeyExpireAsync(RedisKey key, DateTime? expiry, CommandFlags flags) => Expire(key, expiry, ExpireWhen.Always, flags);

    public Task<bool> KeyExpireAsync(
        RedisKey key, DateTime? expiry, ExpireWhen when = ExpireWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Expire(key, expiry, when, flags);

    public Task<bool> KeyPersistAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Persist, key.AsRedisValue()), Reply.Positive, flags);

    public Task<bool> KeyRenameAsync(RedisKey key, RedisKey newKey, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        when == When.NotExists
            ? Send(new Request(Commands.RenameNx, key.AsRedisValue(), newKey.AsRedisValue()), Reply.Positive, flags)
            : Send(new Request(Commands.Rename, key.AsRedisValue(), newKey.AsRedisValue()), Reply.Done, flags);

    public Task<TimeSpan?> KeyTimeToLiveAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.PTtl, key.AsRedisValue()), Reply.Milliseconds, flags);

    public Task<RedisType> KeyTypeAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Type, key.AsRedisValue()), Reply.Type, flags);

    private Task<bool> Expire(RedisKey key, TimeSpan? expiry, ExpireWhen when, CommandFlags flags) =>
        expiry is { } time && time != TimeSpan.MaxValue
            ? Send(ExpireRequest(Commands.PExpire, key, time.Ticks / TimeSpan.TicksPerMillisecond, when), Reply.Positive, flags)
            : KeyPersistAsync(key, flags);

    private Task<bool> Expire(RedisKey key, DateTime? expiry, ExpireWhen when, CommandFlags flags) =>
        expiry is { } moment && moment != DateTime.MaxValue
            ? Send(ExpireRequest(Commands.PExpireAt, key, Expiration.Moment(moment), when), Reply.Positive, flags)
            : KeyPersistAsync(key, flags);

    private static Request ExpireRequest(Command command, RedisKey key, long milliseconds, ExpireWhen when) => when switch
    {
        ExpireWhen.Always => new Request(command, key.AsRedisValue(), milliseconds),
        ExpireWhen.GreaterThanCurrentExpiry => new Request(command, key.AsRedisValue(), milliseconds, "GT"),
        ExpireWhen.LessThanCurrentExpiry => new Request(command, key.AsRedisValue(), milliseconds, "LT"),
        ExpireWhen.HasExpiry => new Request(command, key.AsRedisValue(), milliseconds, Xx),
        _ => new Request(command, key.AsRedisValue(), milliseconds, Nx),
    };
}
