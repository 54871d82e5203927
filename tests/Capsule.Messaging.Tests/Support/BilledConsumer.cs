using System.Diagnostics;
using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>The end of the chain.</summary>
internal sealed class BilledConsumer(ShopContext database) : IConsumer<OrderBilled>
{
    public Task Consume(ConsumeContext<OrderBilled> context)
    {
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId, TraceId = Activity.Current?.TraceId.ToString() });
        return Task.CompletedTask;
    }
}
