using System.Collections.Concurrent;

namespace Capsule.Security;

/// <summary>Answers that are good for a while, and one question at a time for each.</summary>
/// <typeparam name="TKey">What is asked about.</typeparam>
/// <typeparam name="TAnswer">The answer; null is none, and is not kept.</typeparam>
/// <param name="timeProvider">The clock.</param>
/// <param name="maxKept">
/// How many are kept of those that are good, and as many of the others: a flood of either does not push the other out.
/// </param>
internal sealed class ExpiringCache<TKey, TAnswer>(TimeProvider timeProvider, int maxKept)
    where TKey : notnull
    where TAnswer : class
{
    private readonly BoundedCache<TKey, (TAnswer Answer, long Until)> _good = new(maxKept);
    private readonly BoundedCache<TKey, (TAnswer Answer, long Until)> _bad = new(maxKept);
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TAnswer?>>> _questions = new();

    /// <summary>Returns the answer that is kept, or asks.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="keep">Whether an answer is a good one, and how long to keep it.</param>
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
