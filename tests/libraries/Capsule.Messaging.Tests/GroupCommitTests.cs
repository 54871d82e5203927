using System.Diagnostics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests;

public sealed class GroupCommitTests
{
    private const int Many = 200;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_that_wait_commit_together_each_in_a_trace_of_its_own(bool retryingContext)
    {
        await using var shop = await Shop.OpenAsync();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MessagingTelemetry.Name or "MassTransit",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var traces = new Dictionary<Guid, string>();
        await PlaceAsync(
            shop,
            async (host, number) =>
            {
                using var request = new Activity("POST /api/orders").Start();
                traces[await host.PlaceOrderAsync(number)] = request.TraceId.ToString();
            }
        );

        await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            builder => builder.Services.AddSingleton<TimeProvider>(new StoppedWatch()),
            retryingContext: retryingContext
        );

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= Many, "every effect");
        await using var context = shop.Context("shop");
        var effects = await context.Effects.ToDictionaryAsync(effect => effect.OrderId, effect => effect.TraceId);
        Assert.Equal(
            traces.OrderBy(trace => trace.Key),
            effects.OrderBy(effect => effect.Key).Select(effect => KeyValuePair.Create(effect.Key, effect.Value!))
        );
        Assert.InRange(await shop.ScalarAsync<int>("select count(distinct xmin::text)::int from shop.effects"), 1, Many / 2);
        Assert.Equal(Many, await shop.ScalarAsync<int>("select count(*)::int from shop.inbox_messages"));
        Assert.Empty(shop.Logs.Errors);
    }

    [Fact]
    public async Task Messages_that_commit_together_have_each_a_consumer_and_find_no_entities_of_others()
    {
        await using var shop = await Shop.OpenAsync();
        await PlaceAsync(shop, (host, number) => host.PlaceOrderAsync(number));

        await shop.StartAsync("shop", bus => bus.AddConsumer<CountingConsumer>());

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= Many, "every effect");
        Assert.Equal(1, await shop.ScalarAsync<int>("select max(number) from shop.effects"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_fails_takes_none_of_the_others_with_it(bool retryingContext)
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("never") };
        var orders = new List<Guid>();
        await PlaceAsync(shop, async (host, number) => orders.Add(await host.PlaceOrderAsync(number)));
        faults.Only = orders[Many / 2];

        await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(),
            builder => builder.Services.AddSingleton(faults),
            new()
            {
                ["Messaging:Retry:Limit"] = "2",
                ["Messaging:Retry:MinInterval"] = "00:00:00.010",
                ["Messaging:Redelivery:Intervals"] = "",
            },
            retryingContext
        );

        var good = Many - 1;
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") >= 2 * good, "the effects of both consumers");
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the dead letter");

        // In its group, and then as often as if it had been alone.
        Assert.InRange(faults.AttemptsOf(faults.Only.Value), 3, 4);
        await using var context = shop.Context("shop");
        Assert.Equal(
            orders.Except([faults.Only.Value]).Order(),
            await context.Effects.Select(effect => effect.OrderId).Distinct().OrderBy(id => id).ToListAsync()
        );
        Assert.Equal(2 * good, await context.Effects.CountAsync());
        Assert.Equal(good, await context.Orders.CountAsync());
        Assert.Equal(good, await shop.ScalarAsync<int>("select count(*)::int from shop.outbox_messages"));
    }

    [Fact]
    public async Task A_swallowed_error_that_ended_the_transaction_loses_no_message()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<SwallowingConsumer>(),
            settings: new() { ["Messaging:Retry:Limit"] = "0", ["Messaging:Redelivery:Intervals"] = "" }
        );
        await host.ReadyAsync();

        await shop.SendOrderAsync(1);

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the dead letter");
        Assert.Contains("25P02", (await shop.DeadLettersAsync())[0].Reason, StringComparison.Ordinal);
        Assert.Equal(0, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task Sessions_that_end_and_deliveries_that_are_cancelled_leave_no_effect_without_its_record()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        await PlaceAsync(shop, (host, number) => host.PlaceOrderAsync(number));
        await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<SavingConsumer>(),
            settings: new() { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy), ["Messaging:Retry:MinInterval"] = "00:00:00.010" }
        );

        var watch = Stopwatch.StartNew();
        for (var breaks = 0; await shop.CountEffectsAsync("shop") < Many * SavingConsumer.Effects; breaks++)
        {
            Assert.True(
                watch.Elapsed < Deadline,
                $"Not all effects within {Deadline}: {string.Join('\n', shop.Logs.Entries.TakeLast(10))}"
            );
            await shop.EndSessionsAsync("query like '%inbox_messages%'");
            if (breaks == 5)
            {
                proxy.Cut();
                proxy.Restore();
            }
        }

        Assert.Equal(
            0,
            await shop.ScalarAsync<int>(
                $"select count(*)::int from (select from shop.effects group by order_id having count(*) <> {SavingConsumer.Effects}) wrong"
            )
        );
        Assert.Equal(Many * SavingConsumer.Effects, await shop.CountEffectsAsync("shop"));
    }

    /// <summary>Leaves messages in the queue of a service that has yet to start.</summary>
    private static async Task PlaceAsync(Shop shop, Func<IHost, int, Task> place)
    {
        var host = await shop.StartAsync("orders", settings: new() { ["Messaging:Subscribers:order-placed"] = shop.NameOf("shop") });
        for (var number = 1; number <= Many; number++)
        {
            await place(host, number);
        }

        await Eventually.TrueAsync(
            async () => await shop.ScalarAsync<int>("select count(*)::int from orders.outbox_messages where delivered_at is null") == 0,
            "every message in the queue"
        );
    }

    // Groups grow while they are quick, and on a busy machine none is; here none takes any time.
    private sealed class StoppedWatch : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
