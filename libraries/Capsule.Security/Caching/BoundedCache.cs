using System.Collections.Concurrent;

namespace Capsule.Security;

/// <summary>
/// A thread-safe cache with a maximum number of entries that keeps recently used ones. It has two generations: when the younger one holds
/// half of the maximum, it replaces the older one. The class counts its entries itself, because
/// <see cref="ConcurrentDictionary{TKey, TValue}"/> takes all its locks to count.
/// </summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <param name="maxEntries">The maximum number of entries, at least 2; concurrent additions may exceed it by a few.</param>
internal sealed class BoundedCache<TKey, TValue>(int maxEntries)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>The current number of entries.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>Gets an entry.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        var young = _young;
        if (young.Entries.TryGetValue(key, out value!))
        {
            return true;
        }

        if (!_old.Entries.TryGetValue(key, out value!))
        {
            return false;
        }

        // TryAdd does not overwrite a value that was set meanwhile.
        Added(young, young.Entries.TryAdd(key, value));
        return true;
    }

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(TKey key, TValue value)
    {
        var young = _young;
        if (young.Entries.TryAdd(key, value))
        {
            Added(young, isNew: true);
        }
        else
        {
            young.Entries[key] = value;
        }
    }

    private void Added(Generation generation, bool isNew)
    {
        if (!isNew || Interlocked.Increment(ref generation.Count) < maxEntries / 2)
        {
            return;
        }

        lock (_turning)
        {
            if (_young == generation)
            {
                _old = generation;
                _young = new Generation();
            }
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<TKey, TValue> Entries = new();
        public int Count;
    }
}
