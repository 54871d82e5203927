using System.Collections.Concurrent;

namespace Capsule.Security;

/// <summary>Caches values for a limited time each, and loads a missing value only once for concurrent callers.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value; null means that there is no value and is not cached.</typeparam>
/// <param name="timeProvider">The clock.</param>
/// <param name="maxEntries">
/// The maximum number of positive values, and separately of negative values, so that a flood of one kind does not evict the other.
/// </param>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider timeProvider, int maxEntries)
    where TKey : notnull
    where TValue : class
{
    private readonly BoundedCache<TKey, (TValue Value, long Until)> _good = new(maxEntries);
    private readonly BoundedCache<TKey, (TValue Value, long Until)> _bad = new(maxEntries);
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue?>>> _loads = new();

    /// <summary>Returns the cached value, or loads it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="load">Loads the value.</param>
    /// <param name="lifetime">Returns whether a loaded value is positive, and how long to cache it.</param>
    public async ValueTask<TValue?> GetAsync(TKey key, Func<Task<TValue?>> load, Func<TValue, (bool IsGood, TimeSpan Lifetime)> lifetime)
    {
        if (Find(_good, key) is { } good)
        {
            return good;
        }

        if (Find(_bad, key) is { } bad)
        {
            return bad;
        }

        var own = new Lazy<Task<TValue?>>(() => LoadAsync(key, load, lifetime));
        return await _loads.GetOrAdd(key, own).Value;
    }

    private async Task<TValue?> LoadAsync(TKey key, Func<Task<TValue?>> load, Func<TValue, (bool IsGood, TimeSpan Lifetime)> lifetime)
    {
        try
        {
            var value = await load();
            if (value is not null)
            {
                var (isGood, duration) = lifetime(value);
                Store(isGood ? _good : _bad, key, value, duration);
            }

            return value;
        }
        finally
        {
            _loads.TryRemove(key, out _);
        }
    }

    private TValue? Find(BoundedCache<TKey, (TValue Value, long Until)> cache, TKey key) =>
        cache.TryGet(key, out var entry) && timeProvider.GetTimestamp() < entry.Until ? entry.Value : null;

    private void Store(BoundedCache<TKey, (TValue Value, long Until)> cache, TKey key, TValue value, TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
        {
            cache.Set(key, (value, timeProvider.GetTimestamp() + (long)(duration.TotalSeconds * timeProvider.TimestampFrequency)));
        }
    }
}
