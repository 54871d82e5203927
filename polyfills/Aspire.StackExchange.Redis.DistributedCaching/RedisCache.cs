using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.Caching.StackExchangeRedis;

/// <summary>A cache in Redis: every entry is a hash of its bytes (data) and its life (absexp, sldexp).</summary>
public partial class RedisCache : IBufferDistributedCache, IDisposable
{
    private const string SetScript =
        "redis.call('DEL', KEYS[1]) "
        + "redis.call('HSET', KEYS[1], 'absexp', ARGV[1], 'sldexp', ARGV[2], 'data', ARGV[4]) "
        + "if ARGV[3] ~= '-1' then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end return 1";

    private static readonly RedisValue[] LifeFields = ["absexp", "sldexp"];
    private static readonly RedisValue[] AllFields = ["absexp", "sldexp", "data"];

    private readonly RedisCacheOptions _options;
    private readonly TimeProvider _clock;
    private readonly RedisKey _prefix;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile IDatabase? _database;
    private ConnectionMultiplexer? _owned;

    /// <summary>A cache with these options.</summary>
    public RedisCache(IOptions<RedisCacheOptions> optionsAccessor)
        : this(optionsAccessor, TimeProvider.System)
    {
    }

    internal RedisCache(IOptions<RedisCacheOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _clock = clock;
        _prefix = _options.InstanceName;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await ReadAsync(key, AllFields, token);

    /// <inheritdoc/>
    public async Task RefreshAsync(string key, CancellationToken token = default) => await ReadAsync(key, LifeFields, token);

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var database = await DatabaseAsync(token);
        await database.KeyDeleteAsync(Key(key)).WaitAsync(token);
    }

    /// <inheritdoc/>
    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WriteAsync(key, value, options, token);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var data = await ReadAsync(key, AllFields, token);
        destination.Write(((ReadOnlyMemory<byte>)data).Span);
        return !data.IsNull;
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(
        string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        await WriteAsync(key, value.IsSingleSegment ? value.First : value.ToArray(), options, token);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owned?.Dispose();
        _connecting.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<RedisValue> ReadAsync(string key, RedisValue[] fields, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(key);
        var database = await DatabaseAsync(token);
        var values = await database.HashGetAsync(Key(key), fields).WaitAsync(token);
        var life = CacheEntryLife.Of(values[0], values[1]);
        if (life.Sliding is not null)
        {
            await database.KeyExpireAsync(Key(key), life.Left(_clock.GetUtcNow())).WaitAsync(token);
        }

        return values[^1];
    }

    private async Task WriteAsync(string key, RedisValue value, DistributedCacheEntryOptions options, CancellationToken token)
    {
        var (keys, values) = Arguments(key, value, options);
        var database = await DatabaseAsync(token);
        await database.ScriptEvaluateAsync(SetScript, keys, values).WaitAsync(token);
    }

    private (RedisKey[] Keys, RedisValue[] Values) Arguments(string key, RedisValue value, DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(options);
        var now = _clock.GetUtcNow();
        var life = CacheEntryLife.Of(options, now);
        RedisValue left = life.Left(now) is { } time ? Math.Max((long)time.TotalMilliseconds, 1) : -1;
        return ([Key(key)], [life.AbsoluteField, life.SlidingField, left, value]);
    }

    private RedisKey Key(string key) => _prefix.Append(key);

    private async ValueTask<IDatabase> DatabaseAsync(CancellationToken token)
    {
        if (_database is { } known)
        {
            return known;
        }

        await _connecting.WaitAsync(token);
        try
        {
            return _database ??= (await ConnectAsync()).GetDatabase();
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        if (_options.ConnectionMultiplexerFactory is { } factory)
        {
            return await factory();
        }

        return _owned = _options.ConfigurationOptions is { } options
            ? await ConnectionMultiplexer.ConnectAsync(options)
            : await ConnectionMultiplexer.ConnectAsync(_options.Configuration
                ?? throw new InvalidOperationException($"{nameof(RedisCacheOptions)} names no Redis to connect to."));
    }
}
