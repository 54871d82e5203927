using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace Microsoft.Extensions.Caching.StackExchangeRedis;

/// <summary>How long an entry lives: the fields absexp and sldexp of its hash, in ticks, -1 for none.</summary>
internal readonly record struct CacheEntryLife(DateTimeOffset? Absolute, TimeSpan? Sliding)
{
    private const long NotPresent = -1;

    public RedisValue AbsoluteField => Absolute?.UtcTicks ?? NotPresent;

    public RedisValue SlidingField => Sliding?.Ticks ?? NotPresent;

    /// <exception cref="ArgumentOutOfRangeException">The entry would have expired already.</exception>
    public static CacheEntryLife Of(DistributedCacheEntryOptions options, DateTimeOffset now)
    {
        if (options.AbsoluteExpiration is { } moment && moment <= now)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), moment, "The absolute expiration value must be in the future.");
        }

        var absolute = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        return new CacheEntryLife(absolute, options.SlidingExpiration);
    }

    public static CacheEntryLife Of(RedisValue absolute, RedisValue sliding) => new(
        (long?)absolute is { } moment and not NotPresent ? new DateTimeOffset(moment, TimeSpan.Zero) : null,
        (long?)sliding is { } time and not NotPresent ? new TimeSpan(time) : null);

    /// <summary>The time until the entry expires if it is not used; none when it never does.</summary>
    public TimeSpan? Left(DateTimeOffset now) => (Absolute - now, Sliding) switch
    {
        ({ } absolute, { } sliding) => absolute < sliding ? absolute : sliding,
        var (absolute, sliding) => absolute ?? sliding,
    };
}
