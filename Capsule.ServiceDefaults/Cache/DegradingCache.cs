using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>
/// A distributed cache that may be away: reads miss, writes are dropped and nothing throws. What could not be changed in Redis is not
/// read from it either, until it has been removed there.
/// </summary>
internal sealed partial class DegradingCache : IDistributedCache
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly CacheGate _gate;
    private readonly MissedWrites _missed = new();
    private int _catchingUp;

    public DegradingCache(IServiceProvider services, TimeProvider time, ILogger<DegradingCache> logger)
    {
        _services = services;
        _time = time;
        _gate = new CacheGate(time, logger);
    }

    // At each use: the client is made at the first, and making it may fail.
    private IDistributedCache Redis => _services.GetRequiredKeyedService<IDistributedCache>(RedisSettings.ConnectionName);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[]? value = null;
        await TryAsync(
            async cache =>
            {
                if (_missed.Find(key) is { } stamp)
                {
                    await cache.RemoveAsync(key, token);
                    _missed.Forget(key, stamp);
                }
                else
                {
                    value = await cache.GetAsync(key, token);
                }
            },
            token);
        return _missed.Find(key) is null ? value : null;
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryAsync(cache => cache.RefreshAsync(key, token), token);
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeAsync(key, cache => cache.RemoveAsync(key, token), token);
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        return ChangeAsync(key, cache => cache.SetAsync(key, value, options, token), token);
    }

    private async Task ChangeAsync(string key, Func<IDistributedCache, Task> change, CancellationToken token)
    {
        var earlier = _missed.Find(key);
        var taken = false;
        try
        {
            taken = await TryAsync(change, token);
        }
        finally
        {
            // Also when the caller gave up: nobody knows what Redis holds then.
            Settle(key, taken, earlier);
        }
    }

    private void Settle(string key, bool taken, long? earlier)
    {
        if (!taken)
        {
            _missed.Add(key);
        }
        else if (earlier is { } stamp)
        {
            _missed.Forget(key, stamp);
        }
    }

    private async Task<bool> TryAsync(Func<IDistributedCache, Task> use, CancellationToken token)
    {
        if (!_gate.TryEnter())
        {
            return false;
        }

        try
        {
            await use(Redis).WaitAsync(Timeout, _time, token);
            Answered();
            return true;
        }
        catch (Exception exception) when (exception is not ArgumentException && !token.IsCancellationRequested)
        {
            _gate.Failed(exception);
            return false;
        }
    }

    private void Answered()
    {
        _gate.Succeeded();
        if (!_missed.IsEmpty && Interlocked.Exchange(ref _catchingUp, 1) == 0)
        {
            _ = CatchUpAsync();
        }
    }

    /// <summary>Removes from Redis what could not be changed while it was away, for the sake of the other processes that read it.</summary>
    private async Task CatchUpAsync()
    {
        try
        {
            foreach (var (key, stamp) in _missed.All())
            {
                await Redis.RemoveAsync(key).WaitAsync(Timeout, _time);
                _missed.Forget(key, stamp);
            }
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            _gate.Failed(exception);
        }
        finally
        {
            Volatile.Write(ref _catchingUp, 0);
        }
    }
}
