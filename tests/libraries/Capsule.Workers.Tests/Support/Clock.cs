using System.Collections.Concurrent;
using Capsule.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Capsule.Workers.Tests.Support;

/// <summary>A clock that stands until a test moves it on, and knows how long the worker asked to wait each time.</summary>
internal sealed class Clock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public Clock()
        : base(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Enqueue(dueTime);
        return timer;
    }

    /// <summary>Returns the worker's n-th wait, counted from 1, once it has begun.</summary>
    public async Task<TimeSpan> WaitAsync(int number)
    {
        await Eventually.TrueAsync(() => _waits.Count >= number, $"wait number {number} of the worker");
        return Waits[number - 1];
    }

    /// <summary>Lets the worker's n-th wait pass once it has begun, and returns how long it was.</summary>
    public async Task<TimeSpan> PassAsync(int number)
    {
        var wait = await WaitAsync(number);
        Advance(wait);
        return wait;
    }
}
