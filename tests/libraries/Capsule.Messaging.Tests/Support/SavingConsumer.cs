namespace Capsule.Messaging.Tests.Support;

/// <summary>Has several effects, saved one by one.</summary>
internal sealed class SavingConsumer(ShopContext database) : IEventConsumer<OrderPlaced>
{
    public const int Effects = 3;

    public async Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Effects; i++)
        {
            database.Effects.Add(new Effect { OrderId = message.OrderId, Number = message.Number });
            await database.SaveChangesAsync(cancellationToken);
        }
    }
}
