using System.Collections.Concurrent;

namespace Capsule.Cli.Tests.Login;

/// <summary>A clock on which waiting takes no time; it knows how long was waited.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();

    /// <summary>The times that were waited, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => Waits.Aggregate(_start, (now, wait) => now + wait);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
