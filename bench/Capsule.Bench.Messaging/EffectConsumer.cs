using Capsule.Messaging;

namespace Capsule.Bench.Messaging;

/// <summary>A consumer as services write them.</summary>
internal sealed class EffectConsumer(BenchContext database) : IEventConsumer<ItemSold>
{
    public Task ConsumeAsync(ItemSold message, CancellationToken cancellationToken)
    {
        database.Effects.Add(new Effect { SaleId = message.SaleId, Number = message.Number });
        return Task.CompletedTask;
    }
}
