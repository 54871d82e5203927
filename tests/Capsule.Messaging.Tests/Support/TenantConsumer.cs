using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Records the tenant of a message in place of a trace, and publishes the next event of the chain.</summary>
internal sealed class TenantConsumer(ShopContext database, IEventPublisher publisher) : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId, Number = context.Message.Number, TraceId = MessageHeaders.TenantOf(context) });
        publisher.Publish(new OrderBilled(context.Message.OrderId), tenant: context.Message.Number == 3 ? "of its own" : null);
        return Task.CompletedTask;
    }
}
