using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Records how many messages its scope has seen.</summary>
internal sealed class ScopedConsumer(ShopContext database, ScopedConsumer.Visits visits) : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        visits.Count++;
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId, Number = visits.Count + database.ChangeTracker.Entries().Count() });
        return Task.CompletedTask;
    }

    /// <summary>A service of lifetime "scoped".</summary>
    internal sealed class Visits
    {
        public int Count { get; set; }
    }
}
