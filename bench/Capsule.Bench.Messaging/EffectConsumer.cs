using MassTransit;

namespace Capsule.Bench.Messaging;

/// <summary>A consumer as services write them.</summary>
internal sealed class EffectConsumer(BenchContext database) : IConsumer<ItemSold>
{
    public Task Consume(ConsumeContext<ItemSold> context)
    {
        database.Effects.Add(new Effect { SaleId = context.Message.SaleId, Number = context.Message.Number });
        return Task.CompletedTask;
    }
}
