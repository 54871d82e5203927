using System.Diagnostics;
using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Leaves one effect per time it is run.</summary>
internal sealed class RecordingConsumer(ShopContext database) : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        database.Effects.Add(new Effect
        {
            OrderId = context.Message.OrderId,
            Number = context.Message.Number,
            TraceId = Activity.Current?.TraceId.ToString(),
        });
        return Task.CompletedTask;
    }
}
