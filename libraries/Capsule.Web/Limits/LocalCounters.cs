namespace Capsule.Web;

/// <summary>Counts in this process with the rule of <see cref="RedisCounters"/>, while Redis is down.</summary>
internal sealed class LocalCounters(TimeProvider timeProvider)
{
    private const int MaxKeys = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>The number of counted keys.</summary>
    public int KeyCount
    {
        get
        {
            lock (_lock)
            {
                return _windows.Count;
            }
        }
    }

    public CountResult Count(IReadOnlyList<Counter> counters, TimeSpan length)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        var window = (long)length.TotalMilliseconds;
        lock (_lock)
        {
            var states = counters.Select(counter => Window.At(_windows.GetValueOrDefault(counter.Key), now / window)).ToArray();
            var (wait, failures) = (0d, 0d);
            for (var i = 0; i < states.Length; i++)
            {
                var (state, limit) = (states[i], counters[i].Limit);
                failures = Math.Max(failures, limit == 0 ? state.Count(now, window) : 0);
                wait = Math.Max(wait, limit > 0 ? state.Wait(now, window, limit) : 0);
            }

            if (wait == 0)
            {
                Add(counters, states, now, window);
            }

            return new CountResult(TimeSpan.FromMilliseconds(wait), failures);
        }
    }

    private void Add(IReadOnlyList<Counter> counters, Window[] states, long now, long window)
    {
        if (_windows.Count + states.Length > MaxKeys)
        {
            RemoveExpired(now, window);
        }

        for (var i = 0; i < states.Length; i++)
        {
            if (counters[i].Limit > 0)
            {
                _windows[counters[i].Key] = states[i] with { Present = states[i].Present + 1, Length = window };
            }
        }
    }

    private void RemoveExpired(long now, long window)
    {
        foreach (var (key, _) in _windows.Where(entry => entry.Value.Index < (now / Math.Max(entry.Value.Length, 1)) - 1).ToList())
        {
            _windows.Remove(key);
        }

        if (_windows.Count > MaxKeys / 2)
        {
            // When too many addresses are counted, all counts restart, because a search for expired ones would have to run for every new
            // address.
            _windows.Clear();
        }
    }

    private readonly record struct Window(long Index, long Present, long Before, long Length)
    {
        public static Window At(Window last, long index) =>
            last.Index == index ? last : new Window(index, 0, last.Index == index - 1 ? last.Present : 0, last.Length);

        public double Count(long now, long window) => Present + (Before * (1 - ((double)(now % window) / window)));

        public double Wait(long now, long window, int limit)
        {
            var elapsed = now % window;
            return Count(now, window) + 1 <= limit ? 0
                : Present >= limit ? window - elapsed + (window * (1 - ((limit - 1d) / Present)))
                : Math.Max(1, (window * (1 - ((limit - 1d - Present) / Before))) - elapsed);
        }
    }
}
