namespace Capsule.Web.Tests.Limits;

/// <summary>The rule itself, by a clock that stands still.</summary>
public sealed class LocalCounterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly StoppedClock _clock = new();

    [Fact]
    public void At_a_border_the_window_before_still_counts_by_what_is_left_of_it()
    {
        var counters = new LocalCounters(_clock);
        Assert.Equal(10, CountAccepted(counters, 20));
        _clock.Now += Window;
        Assert.Equal(0, CountAccepted(counters, 20));

        _clock.Now += Window / 2;
        Assert.Equal(5, CountAccepted(counters, 20));
        _clock.Now += Window * 2;
        Assert.Equal(10, CountAccepted(counters, 20));
    }

    [Fact]
    public void After_the_wait_that_was_said_the_next_is_taken_and_not_before()
    {
        var counters = new LocalCounters(_clock);
        CountAccepted(counters, 10);

        for (var i = 0; i < 20; i++)
        {
            var wait = counters.Count([new Counter("key", 10)], Window).Wait;
            Assert.InRange(wait, TimeSpan.FromMilliseconds(1), Window * 2);
            _clock.Now += wait - TimeSpan.FromMilliseconds(2);
            Assert.NotEqual(TimeSpan.Zero, counters.Count([new Counter("key", 10)], Window).Wait);
            _clock.Now += TimeSpan.FromMilliseconds(4);
            Assert.Equal(TimeSpan.Zero, counters.Count([new Counter("key", 10)], Window).Wait);
        }
    }

    [Fact]
    public void A_flood_of_addresses_does_not_fill_the_memory_nor_make_it_slow()
    {
        var counters = new LocalCounters(_clock);

        for (var i = 0; i < 300_000; i++)
        {
            Assert.Equal(TimeSpan.Zero, counters.Count([new Counter($"key {i}", 1)], Window).Wait);
        }

        Assert.InRange(counters.KeyCount, 1, 100_000);
    }

    private static int CountAccepted(LocalCounters counters, int attempts) =>
        Enumerable.Range(0, attempts).Count(_ => counters.Count([new Counter("key", 10)], Window).Wait == TimeSpan.Zero);

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
