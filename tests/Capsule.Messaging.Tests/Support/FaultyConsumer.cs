using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Saves its effect and publishes, and then may fail.</summary>
internal sealed class FaultyConsumer(ShopContext database, IEventPublisher publisher, Faults faults) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId, Number = context.Message.Number });
        publisher.Publish(new OrderBilled(context.Message.OrderId));
        await database.SaveChangesAsync(context.CancellationToken);
        database.Orders.Add(new Order { Number = context.Message.Number });
        if (faults.Next(context.Message.OrderId) is { } fault)
        {
            throw fault;
        }
    }
}
