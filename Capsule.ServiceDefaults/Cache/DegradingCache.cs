using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>
/// A distributed cache that may be away: reads miss, writes are dropped and nothing throws. An entry that could not be changed in Redis is not
/// read from it until it has been removed there. Stays because the official cache throws, and waits for each call, while Redis is away.
/// </summary>
internal sealed partial class DegradingCache(
    [FromKeyedServices(RedisSettings.ConnectionName)] IDistributedCache redis, RedisGate gate, TimeProvider timeProvider)
    : IDistributedCache
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly MissedWrites _missed = new();
    private int _catchingUp;

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
            // Also when the caller gave up: what Redis holds is unknown then.
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
        if (!gate.TryEnter())
        {
            return false;
        }

        try
        {
            await use(redis).WaitAsync(Timeout, timeProvider, token);
            Answered();
            return true;
        }
        catch (Exception exception) when (exception is not ArgumentException && !token.IsCancellationRequested)
        {
            gate.Failed(exception);
            return false;
        }
    }

    private void Answered()
    {
        gate.Succeeded();
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
                await redis.RemoveAsync(key).WaitAsync(Timeout, timeProvider);
                _missed.Forget(key, stamp);
            }
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            gate.Failed(exception);
        }
        finally
        {
            Volatile.Write(ref _catchingUp, 0);
        }
    }
}
