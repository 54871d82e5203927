using Microsoft.Extensions.Caching.Distributed;

namespace Capsule.ServiceDefaults.Cache;

internal sealed partial class DegradingCache
{
    public byte[]? Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[]? value = null;
        Try(cache =>
        {
            if (_missed.Find(key) is { } stamp)
            {
                cache.Remove(key);
                _missed.Forget(key, stamp);
            }
            else
            {
                value = cache.Get(key);
            }
        });
        return _missed.Find(key) is null ? value : null;
    }

    public void Refresh(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Try(cache => cache.Refresh(key));
    }

    public void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Change(key, cache => cache.Remove(key));
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        Change(key, cache => cache.Set(key, value, options));
    }

    private void Change(string key, Action<IDistributedCache> change)
    {
        var earlier = _missed.Find(key);
        Settle(key, Try(change), earlier);
    }

    private bool Try(Action<IDistributedCache> use)
    {
        if (!gate.TryEnter())
        {
            return false;
        }

        try
        {
            use(redis);
            Answered();
            return true;
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            gate.Failed(exception);
            return false;
        }
    }
}
