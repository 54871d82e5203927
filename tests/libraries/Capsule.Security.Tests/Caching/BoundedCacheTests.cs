namespace Capsule.Security.Tests.Caching;

public sealed class BoundedCacheTests
{
    private readonly BoundedCache<int, string> _entries = new(100);

    [Fact]
    public void What_was_set_last_is_found()
    {
        _entries.Set(1, "one");
        _entries.Set(1, "another");

        Assert.True(_entries.TryGet(1, out var value));
        Assert.Equal("another", value);
        Assert.False(_entries.TryGet(2, out _));
        Assert.Equal(1, _entries.Count);
    }

    [Fact]
    public void There_are_never_more_than_the_limit_and_those_asked_for_stay()
    {
        _entries.Set(-1, "asked for");
        for (var i = 0; i < 1000; i++)
        {
            _entries.Set(i, "");
            Assert.True(_entries.TryGet(-1, out var value));
            Assert.Equal("asked for", value);
            Assert.InRange(_entries.Count, 1, 100);
        }

        Assert.True(_entries.TryGet(999, out _));
        Assert.False(_entries.TryGet(0, out _));
    }

    [Fact]
    public void What_is_set_anew_is_not_shadowed_by_what_it_was()
    {
        _entries.Set(-1, "before");
        for (var i = 0; i < 49; i++)
        {
            _entries.Set(i, "");
        }

        _entries.Set(-1, "after");

        Assert.True(_entries.TryGet(-1, out var value));
        Assert.Equal("after", value);
    }

    [Fact]
    public void Many_threads_at_once_keep_to_it()
    {
        Parallel.For(
            0,
            100_000,
            number =>
            {
                _entries.Set(number, $"{number}");
                if (_entries.TryGet(number - 5, out var value))
                {
                    Assert.Equal($"{number - 5}", value);
                }
            }
        );

        Assert.InRange(_entries.Count, 1, 100 + Environment.ProcessorCount);
    }
}
