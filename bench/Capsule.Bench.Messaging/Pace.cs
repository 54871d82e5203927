using System.Diagnostics;

namespace Capsule.Bench.Messaging;

internal static class Pace
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Starts <paramref name="work"/> at a constant rate, whether or not earlier work has ended, and waits for all of it.
    /// </summary>
    public static async Task RunAsync(double perSecond, int count, Func<int, Task> work)
    {
        var running = new List<Task>(count);
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Tick);
        while (running.Count < count && await timer.WaitForNextTickAsync())
        {
            for (var due = Math.Min(count, (int)(watch.Elapsed.TotalSeconds * perSecond)); running.Count < due; )
            {
                running.Add(work(running.Count));
            }
        }

        await Task.WhenAll(running);
    }
}
