using System.Collections.Concurrent;

namespace Capsule.Security;

/// <summary>Caches values for a limited time each, and loads a missing value only once for concurrent callers.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TAnswer">The type of a value; null means that there is no value and is not cached.</typeparam>
/// <param name="timeProvider">The clock.</param>
/// <param name="maxKept">The maximum number of positive values, and separately of negative values, so that a flood of one kind does not
/// evict the other.</param>
internal sealed class ExpiringCache<TKey, TAnswer>(TimeProvider timeProvider, int maxKept)
    where TKey : notnull
    where TAnswer : class
{
    private readonly BoundedCache<TKey, (TAnswer Answer, long Until)> _good = new(maxKept);
    private readonly BoundedCache<TKey, (TAnswer Answer, long Until)> _bad = new(maxKept);
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TAnswer?>>> _questions = new();

    /// <summary>Returns the cached value, or loads it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ask">Loads the value.</param>
    /// <param name="keep">Returns whether a loaded value is positive, and how long to cache it.</param>
    public async ValueTask<TAnswer?> GetAsync(TKey key, Func<Task<TAnswer?>> ask, Func<TAnswer, (bool Good, TimeSpan For)> keep)
    {
        if (Find(_good, key) is { } good)
        {
            return good;
        }

        if (Find(_bad, key) is { } bad)
        {
            return bad;
        }

        var mine = new Lazy<Task<TAnswer?>>(() => AskAsync(key, ask, keep));
        return await _questions.GetOrAdd(key, mine).Value;
    }

    private async Task<TAnswer?> AskAsync(TKey key, Func<Task<TAnswer?>> ask, Func<TAnswer, (bool Good, TimeSpan For)> keep)
    {
        try
        {
            var answer = await ask();
            if (answer is not null)
            {
                var (isGood, duration) = keep(answer);
                Keep(isGood ? _good : _bad, key, answer, duration);
            }

            return answer;
        }
        finally
        {
            _questions.TryRemove(key, out _);
        }
    }

    private TAnswer? Find(BoundedCache<TKey, (TAnswer Answer, long Until)> answers, TKey key) =>
        answers.TryGet(key, out var kept) && timeProvider.GetTimestamp() < kept.Until ? kept.Answer : null;

    private void Keep(BoundedCache<TKey, (TAnswer Answer, long Until)> answers, TKey key, TAnswer answer, TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
        {
            answers.Set(key, (answer, timeProvider.GetTimestamp() + (long)(duration.TotalSeconds * timeProvider.TimestampFrequency)));
        }
    }
}
