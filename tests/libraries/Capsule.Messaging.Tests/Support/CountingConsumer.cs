namespace Capsule.Messaging.Tests.Support;

/// <summary>Records how many messages it has seen, and how many entities of others.</summary>
internal sealed class CountingConsumer(ShopContext database) : IEventConsumer<OrderPlaced>
{
    private int _messages;

    public Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        database.Effects.Add(new Effect { OrderId = message.OrderId, Number = ++_messages + database.ChangeTracker.Entries().Count() });
        return Task.CompletedTask;
    }
}
