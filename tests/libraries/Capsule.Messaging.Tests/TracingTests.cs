using System.Collections.Concurrent;
using System.Diagnostics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Messaging.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task One_trace_runs_from_the_request_to_the_last_consumer()
    {
        await using var shop = await Shop.OpenAsync();
        using var requests = new ActivitySource($"requests {shop.Exchange}");
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MessagingTelemetry.Name or "MassTransit" || source.Name == requests.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var billing = await shop.StartAsync("billing", bus => bus.AddConsumer<BillingConsumer>());
        var orders = await shop.StartAsync("orders", bus => bus.AddConsumer<BilledConsumer>());
        await billing.ReadyAsync();
        await orders.ReadyAsync();

        using var request = requests.StartActivity("POST /api/orders", ActivityKind.Server);
        await orders.PlaceOrderAsync();
        request!.Stop();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("orders") == 1, "the end of the chain");
        await using var context = shop.Context("orders");
        Assert.Equal(request.TraceId.ToString(), (await context.Effects.SingleAsync()).TraceId);
        await Eventually.TrueAsync(() => Trace().Count == 7, "every activity of the chain");
        Assert.Equal(
            [
                "POST /api/orders",
                $"{shop.Exchange} send",
                $"{shop.QueueOf("billing")} receive",
                $"{shop.QueueOf("billing")} process",
                $"{shop.ExchangePrefix}order-billed send",
                $"{shop.NameOf("orders")}-order-billed receive",
                $"{shop.NameOf("orders")}-order-billed process",
            ],
            ChainFrom(request)
        );

        List<Activity> Trace() => [.. stopped.Where(activity => activity.TraceId == request.TraceId)];

        List<string> ChainFrom(Activity root)
        {
            var names = new List<string>();
            for (
                Activity? current = root;
                current is not null;
                current = Trace().SingleOrDefault(child => child.ParentSpanId == current.SpanId)
            )
            {
                names.Add(current.DisplayName);
            }

            return names;
        }
    }
}
