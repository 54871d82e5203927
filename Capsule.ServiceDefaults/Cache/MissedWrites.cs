using System.Collections.Concurrent;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>
/// The keys whose change Redis did not take. What it still holds for them is out of date, so they read as missing until they have been
/// removed there.
/// </summary>
internal sealed class MissedWrites
{
    // Beyond this, memory matters more: the oldest entries of a long outage then end by their expiry only.
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, long> _keys = new(StringComparer.Ordinal);
    private long _stamp;

    public bool IsEmpty => _keys.IsEmpty;

    public void Add(string key)
    {
        if (_keys.Count < Most)
        {
            _keys[key] = Interlocked.Increment(ref _stamp);
        }
    }

    /// <summary>Returns the mark of a missed key, to be handed back once the key has been removed from Redis.</summary>
    public long? Find(string key) => _keys.TryGetValue(key, out var stamp) ? stamp : null;

    /// <summary>Forgets the key unless another change has been missed since.</summary>
    public void Forget(string key, long stamp) => _keys.TryRemove(KeyValuePair.Create(key, stamp));

    public KeyValuePair<string, long>[] All() => _keys.ToArray();
}
