namespace Capsule.Messaging.Tests;

public sealed class DeliveryOrderTests
{
    private readonly DeliveryOrder _order = new();

    [Fact]
    public async Task A_delivery_waits_for_the_one_before_it_of_its_key_and_for_no_other()
    {
        var first = await WaitAsync(1, "a");
        var second = WaitAsync(2, "a");
        var other = await WaitAsync(3, "b");
        Assert.Null(await WaitAsync(4, null));
        Assert.False(second.IsCompleted);

        _order.End(first!, done: true);

        _order.End((await second)!, done: true);
        _order.End(other!, done: true);
        Assert.NotNull(await WaitAsync(5, "a"));
    }

    [Fact]
    public async Task One_that_a_worker_brings_too_early_waits_until_all_before_it_have_come()
    {
        var third = WaitAsync(3, "a");
        Assert.Null(await WaitAsync(2, null));
        Assert.False(third.IsCompleted);

        var first = WaitAsync(1, "a");

        Assert.False(third.IsCompleted);
        _order.End((await first)!, done: true);
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task When_one_goes_back_to_its_queue_those_behind_it_do_too()
    {
        var first = await WaitAsync(1, "a");
        var second = WaitAsync(2, "a");
        var third = WaitAsync(3, "a");

        _order.End(first!, done: false);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.NotNull(await WaitAsync(4, "a"));
    }

    [Fact]
    public async Task One_that_gives_up_waiting_lets_none_overtake_the_one_before_it()
    {
        using var cancellation = new CancellationTokenSource();
        var first = await WaitAsync(1, "a");
        var second = _order.WaitAsync(2, "a", cancellation.Token).AsTask();
        var third = WaitAsync(3, "a");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        _order.End(first!, done: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    private Task<DeliveryOrder.Turn?> WaitAsync(ulong number, string? key) =>
        _order.WaitAsync(number, key, TestContext.Current.CancellationToken).AsTask();
}
