namespace Capsule.Messaging.Tests.Support;

/// <summary>Records the tenant of a message in place of a trace, and publishes the next event of the chain.</summary>
internal sealed class TenantConsumer(ShopContext database, IEventPublisher publisher, ConsumedMessage consumed)
    : IEventConsumer<OrderPlaced>
{
    public Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        database.Effects.Add(
            new Effect
            {
                OrderId = message.OrderId,
                Number = message.Number,
                TraceId = consumed.Tenant,
            }
        );
        publisher.Publish(new OrderBilled(message.OrderId), tenant: message.Number == 3 ? "of its own" : null);
        return Task.CompletedTask;
    }
}
