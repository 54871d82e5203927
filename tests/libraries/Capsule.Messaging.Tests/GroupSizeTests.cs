namespace Capsule.Messaging.Tests;

public sealed class GroupSizeTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void It_grows_with_full_quick_groups_up_to_the_limit()
    {
        var size = new GroupSize(3);
        var sizes = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            sizes.Add(size.Current);
            size.Succeeded(size.Current, AtOnce);
        }

        Assert.Equal([1, 2, 3, 3], sizes);
    }

    [Fact]
    public void A_group_that_is_not_full_says_nothing()
    {
        var size = Grown(8);
        size.Succeeded(3, AtOnce);
        Assert.Equal(8, size.Current);
    }

    [Fact]
    public void A_slow_group_halves_it_and_one_between_keeps_it()
    {
        var size = Grown(8);
        size.Succeeded(8, GroupSize.QuickDuration);
        Assert.Equal(8, size.Current);
        size.Succeeded(8, (2 * GroupSize.QuickDuration) + AtOnce);
        Assert.Equal(4, size.Current);
    }

    [Fact]
    public void A_slow_consumer_has_its_messages_one_by_one()
    {
        var size = Grown(8);
        for (var i = 0; i < 5; i++)
        {
            size.Succeeded(size.Current, TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, size.Current);
    }

    [Fact]
    public void After_a_failure_it_starts_over()
    {
        var size = Grown(8);
        size.Failed();
        Assert.Equal(1, size.Current);
    }

    private static GroupSize Grown(int to)
    {
        var size = new GroupSize(32);
        while (size.Current < to)
        {
            size.Succeeded(size.Current, AtOnce);
        }

        return size;
    }
}
