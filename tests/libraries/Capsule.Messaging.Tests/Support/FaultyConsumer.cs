namespace Capsule.Messaging.Tests.Support;

/// <summary>Saves its effect and publishes, and then may fail.</summary>
internal sealed class FaultyConsumer(ShopContext database, IEventPublisher publisher, Faults faults) : IEventConsumer<OrderPlaced>
{
    public async Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        database.Effects.Add(new Effect { OrderId = message.OrderId, Number = message.Number });
        publisher.Publish(new OrderBilled(message.OrderId));
        await database.SaveChangesAsync(cancellationToken);
        database.Orders.Add(new Order { Number = message.Number });
        if (faults.Next(message.OrderId) is { } fault)
        {
            throw fault;
        }
    }
}
