namespace Capsule.Messaging.Tests.Support;

/// <summary>Has an effect and publishes the next event of the chain.</summary>
internal sealed class BillingConsumer(ShopContext database, IEventPublisher publisher) : IEventConsumer<OrderPlaced>
{
    public async Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        database.Effects.Add(new Effect { OrderId = message.OrderId });
        publisher.Publish(new OrderBilled(message.OrderId));
        await database.SaveChangesAsync(cancellationToken);
    }
}
