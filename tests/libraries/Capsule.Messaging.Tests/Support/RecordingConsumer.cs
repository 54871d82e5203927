using System.Diagnostics;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Leaves one effect per time it is run.</summary>
internal sealed class RecordingConsumer(ShopContext database) : IEventConsumer<OrderPlaced>
{
    public Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        database.Effects.Add(
            new Effect
            {
                OrderId = message.OrderId,
                Number = message.Number,
                TraceId = Activity.Current?.TraceId.ToString(),
            }
        );
        return Task.CompletedTask;
    }
}
