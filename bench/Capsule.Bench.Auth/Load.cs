using System.Diagnostics;

namespace Capsule.Bench.Auth;

/// <summary>Callers that each do one thing after the other.</summary>
internal static class Load
{
    /// <summary>How often per second all <paramref name="callers"/> together do it.</summary>
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
