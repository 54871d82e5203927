using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Records how many messages it has seen, and how many entities of others.</summary>
internal sealed class CountingConsumer(ShopContext database) : IConsumer<OrderPlaced>
{
    private int _messages;

    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        database.Effects.Add(new Effect { OrderId = context.Message.OrderId, Number = ++_messages + database.ChangeTracker.Entries().Count() });
        return Task.CompletedTask;
    }
}
