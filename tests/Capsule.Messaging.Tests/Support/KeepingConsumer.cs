using MassTransit;

namespace Capsule.Messaging.Tests.Support;

/// <summary>One class for any event, closed once for each, as monitor's is.</summary>
internal sealed class KeepingConsumer<TEvent>(Received received) : IConsumer<TEvent>
    where TEvent : class
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        received.Events.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
