using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace Microsoft.Extensions.Caching.StackExchangeRedis;

public partial class RedisCache
{
    private IDatabase Database => _database ?? Task.Run(() => DatabaseAsync(CancellationToken.None).AsTask()).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public byte[]? Get(string key) => Read(key, AllFields);

    /// <inheritdoc/>
    public void Refresh(string key) => Read(key, LifeFields);

    /// <inheritdoc/>
    public void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Database.KeyDelete(Key(key));
    }

    /// <inheritdoc/>
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        Write(key, value, options);
    }

    /// <inheritdoc/>
    public bool TryGet(string key, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var data = Read(key, AllFields);
        destination.Write(((ReadOnlyMemory<byte>)data).Span);
        return !data.IsNull;
    }

    /// <inheritdoc/>
    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) =>
        Write(key, value.IsSingleSegment ? value.First : value.ToArray(), options);

    private RedisValue Read(string key, RedisValue[] fields)
    {
        ArgumentNullException.ThrowIfNull(key);
        var values = Database.HashGet(Key(key), fields);
        var life = CacheEntryLife.Of(values[0], values[1]);
        if (life.Sliding is not null)
        {
            Database.KeyExpire(Key(key), life.Left(_clock.GetUtcNow()));
        }

        return values[^1];
    }

    private void Write(string key, RedisValue value, DistributedCacheEntryOptions options)
    {
        var (keys, values) = Arguments(key, value, options);
        Database.ScriptEvaluate(SetScript, keys, values);
    }
}
