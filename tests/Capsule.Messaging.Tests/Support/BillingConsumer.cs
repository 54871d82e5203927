using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Has an effect and publishes the next event of the chain.</summary>
internal sealed class BillingConsumer(ShopContext database, IEventPublisher publisher) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId });
        publisher.Publish(new OrderBilled(context.Message.OrderId));
        await database.SaveChangesAsync(context.CancellationToken);
    }
}
