using System.Collections.Concurrent;

namespace Capsule.Security;

/// <summary>
/// Keeps so many entries at most, and those that were asked for lately rather than others: in two generations, of which the older goes when
/// the younger has half of all. For any thread. Entries are counted here, since a <see cref="ConcurrentDictionary{TKey, TValue}"/> takes
/// all its locks to count.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TValue">What is kept of it.</typeparam>
/// <param name="most">How many are kept at most, from 2; a few more while several threads add at once.</param>
internal sealed class BoundedCache<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>How many are kept now.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>Finds an entry.</summary>
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

        // Never over what was kept in the meantime.
        Added(young, young.Entries.TryAdd(key, value));
        return true;
    }

    /// <summary>Keeps an entry, in place of the one of the same key.</summary>
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
        if (!isNew || Interlocked.Increment(ref generation.Count) < most / 2)
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
