using System.Diagnostics;

namespace Capsule.Messaging.Tests.Support;

/// <summary>The end of the chain.</summary>
internal sealed class BilledConsumer(ShopContext database) : IEventConsumer<OrderBilled>
{
    public Task ConsumeAsync(OrderBilled message, CancellationToken cancellationToken)
    {
        database.Effects.Add(new Effect { OrderId = message.OrderId, TraceId = Activity.Current?.TraceId.ToString() });
        return Task.CompletedTask;
    }
}
