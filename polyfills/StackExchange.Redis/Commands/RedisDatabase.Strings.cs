using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<long> StringAppendAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Append, key.AsRedisValue(), value), Reply.Integer, flags);

    public Task<long> StringDecrementAsync(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.IncrBy, key.AsRedisValue(), checked(-value)), Reply.Integer, flags);

    public Task<double> StringDecrementAsync(RedisKey key, double value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.IncrByFloat, key.AsRedisValue(), -value), Reply.Number, flags);

    public Task<RedisValue> StringGetAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Get, key.AsRedisValue()), Reply.Value, flags);

    public Task<RedisValue[]> StringGetAsync(RedisKey[] keys, CommandFlags flags = CommandFlags.None) =>
        keys.Length == 0 ? Task.FromResult(Array.Empty<RedisValue>()) : Send(new Request(Commands.MGet, [], Keys(keys)), Reply.Values, flags);

    public Task<RedisValue> StringGetDeleteAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.GetDel, key.AsRedisValue()), Reply.Value, flags);

    public Task<RedisValue> StringGetSetAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.GetSet, key.AsRedisValue(), value), Reply.Value, flags);

    public Task<RedisValue> StringGetSetExpiryAsync(RedisKey key, TimeSpan? expiry, CommandFlags flags = CommandFlags.None) =>
        GetEx(key, expiry is { } some ? new Expiration(some) : Expiration.Persist, flags);

    public Task<RedisValue> StringGetSetExpiryAsync(RedisKey key, DateTime expiry, CommandFlags flags = CommandFlags.None) =>
        GetEx(key, expiry == DateTime.MaxValue ? Expiration.Persist : new Expiration(expiry), flags);

    public Task<RedisValueWithExpiry> StringGetWithExpiryAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        WithExpiry(KeyTimeToLiveAsync(key, flags), StringGetAsync(key, flags));

    public Task<long> StringIncrementAsync(RedisKey key, long value = 1, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.IncrBy, key.AsRedisValue(), value), Reply.Integer, flags);

    public Task<double> StringIncrementAsync(RedisKey key, double value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.IncrByFloat, key.AsRedisValue(), value), Reply.Number, flags);

    public Task<long> StringLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.StrLen, key.AsRedisValue()), Reply.Integer, flags);

    public Task<bool> StringSetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when) =>
        SetString(key, value, Expiration.From(expiry), when, CommandFlags.None);

    public Task<bool> StringSetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags) =>
        SetString(key, value, Expiration.From(expiry), when, flags);

    public Task<bool> StringSetAsync(
        RedisKey key, RedisValue value, TimeSpan? expiry, bool keepTtl, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        SetString(key, value, Expiration.From(expiry, keepTtl), when, flags);

    public Task<bool> StringSetAsync(
        RedisKey key, RedisValue value, Expiration expiry = default, ValueCondition when = default, CommandFlags flags = CommandFlags.None) =>
        SetString(key, value, expiry, when.When, flags);

    public Task<bool> StringSetAsync(KeyValuePair<RedisKey, RedisValue>[] values, When when, CommandFlags flags) =>
        SetStrings(values, when, flags);

    public Task<bool> StringSetAsync(
        KeyValuePair<RedisKey, RedisValue>[] values, When when = When.Always, Expiration expiry = default, CommandFlags flags = CommandFlags.None) =>
        expiry.IsNone ? SetStrings(values, when, flags) : throw new NotSupportedException("Several strings cannot be given an expiry at once.");

    public Task<RedisValue> StringSetAndGetAsync(RedisKey key, RedisValue value, TimeSpan? expiry, When when, CommandFlags flags) =>
        SetAndGet(key, value, Expiration.From(expiry), when, flags);

    public Task<RedisValue> StringSetAndGetAsync(
        RedisKey key, RedisValue value, TimeSpan? expiry = null, bool keepTtl = false, When when = When.Always, CommandFlags flags = CommandFlags.None) =>
        SetAndGet(key, value, Expiration.From(expiry, keepTtl), when, flags);

    private static async Task<RedisValueWithExpiry> WithExpiry(Task<TimeSpan?> expiry, Task<RedisValue> value) =>
        new(await value, await expiry);

    private static Request SetRequest(RedisKey key, RedisValue value, Expiration expiry, When when)
    {
        var name = key.AsRedisValue();
        var condition = when switch
        {
            When.Always => RedisValue.Null,
            When.Exists => Xx,
            _ => Nx,
        };
        return (expiry.IsNone, expiry.HasOperand, condition.IsNull) switch
        {
            (true, _, true) => new Request(Commands.Set, name, value),
            (true, _, false) => new Request(Commands.Set, name, value, condition),
            (false, true, true) => new Request(Commands.Set, name, value, expiry.Keyword, expiry.Operand),
            (false, true, false) => new Request(Commands.Set, name, value, expiry.Keyword, expiry.Operand, condition),
            (false, false, true) => new Request(Commands.Set, name, value, expiry.Keyword),
            (false, false, false) => new Request(Commands.Set, name, value, expiry.Keyword, condition),
        };
    }

    private Task<bool> SetString(RedisKey key, RedisValue value, Expiration expiry, When when, CommandFlags flags)
    {
        if (!value.IsNull)
        {
            return Send(SetRequest(key, value, expiry, when), Reply.Done, flags);
        }

        // As the official client: no value means no key.
        return when == When.NotExists
            ? throw new ArgumentException("A null value cannot be set where there is no key.", nameof(value))
            : KeyDeleteAsync(key, flags);
    }

    private Task<bool> SetStrings(KeyValuePair<RedisKey, RedisValue>[] values, When when, CommandFlags flags)
    {
        if (when == When.Exists)
        {
            throw new ArgumentException("Several strings cannot be set on condition that they exist.", nameof(when));
        }

        return values.Length == 0
            ? Task.FromResult(true)
            : when == When.NotExists
                ? Send(new Request(Commands.MSetNx, [], Pairs(values)), Reply.Positive, flags)
                : Send(new Request(Commands.MSet, [], Pairs(values)), Reply.Done, flags);
    }

    private Task<RedisValue> SetAndGet(RedisKey key, RedisValue value, Expiration expiry, When when, CommandFlags flags)
    {
        if (value.IsNull)
        {
            return StringGetDeleteAsync(key, flags);
        }

        var set = SetRequest(key, value, expiry, when);
        var arguments = new RedisValue[set.Count + 1];
        for (var i = 0; i < set.Count; i++)
        {
            arguments[i] = set[i];
        }

        arguments[^1] = "GET";
        return Send(new Request(Commands.Set, [], arguments), Reply.Value, flags);
    }

    private Task<RedisValue> GetEx(RedisKey key, Expiration expiry, CommandFlags flags) => Send(
        expiry.HasOperand
            ? new Request(Commands.GetEx, key.AsRedisValue(), expiry.Keyword, expiry.Operand)
            : new Request(Commands.GetEx, key.AsRedisValue(), expiry.Keyword),
        Reply.Value,
        flags);
}
