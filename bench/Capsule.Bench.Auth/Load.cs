using System.Diagnostics;

namespace Capsule.Bench.Auth;

/// <summary>Concurrent callers, each of which repeats an operation.</summary>
internal static class Load
{
    /// <summary>Returns the operations per second of all <paramref name="callers"/> together.</summary>
    public static async Task<double> RateAsync<T>(IReadOnlyList<T> callers, TimeSpan time, Func<T, ValueTask> once)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            callers.Select(caller =>
                Task.Run(async () =>
                {
                    var count = 0;
                    for (; watch.Elapsed < time; count++)
                    {
                        await once(caller);
                    }

                    return count;
                })
            )
        );
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }
}
