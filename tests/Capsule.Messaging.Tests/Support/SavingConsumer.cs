using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Has several effects, saved one by one.</summary>
internal sealed class SavingConsumer(ShopContext database) : IConsumer<OrderPlaced>
{
    public const int Effects = 3;

    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        for (var i = 0; i < Effects; i++)
        {
            database.Effects.Add(new Effect { OrderId = context.Message.OrderId, Number = context.Message.Number });
            await database.SaveChangesAsync(context.CancellationToken);
        }
    }
}
