namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<bool> LockExtendAsync(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None) =>
        LockScript(ExtendScript, key, [value, (long)expiry.TotalMilliseconds], flags);

    public Task<RedisValue> LockQueryAsync(RedisKey key, CommandFlags flags = CommandFlags.None) => StringGetAsync(key, flags);

    public Task<bool> LockReleaseAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        LockScript(ReleaseScript, key, [value], flags);

    public Task<bool> LockTakeAsync(RedisKey key, RedisValue value, TimeSpan expiry, CommandFlags flags = CommandFlags.None) =>
        value.IsNull
            ? throw new ArgumentNullException(nameof(value))
            : StringSetAsync(key, value, expiry, When.NotExists, flags);

    private const string ExtendScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0";
    private const string ReleaseScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private async Task<bool> LockScript(string script, RedisKey key, RedisValue[] values, CommandFlags flags) =>
        values[0].IsNull
            ? throw new ArgumentNullException(nameof(values))
            : (long?)await EvaluateAsync(script, [key], values, flags) > 0;
}
