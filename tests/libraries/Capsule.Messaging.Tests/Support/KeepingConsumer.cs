namespace Capsule.Messaging.Tests.Support;

/// <summary>One class for any event, closed once for each, as monitor's is.</summary>
internal sealed class KeepingConsumer<TEvent>(Received received) : IEventConsumer<TEvent>
    where TEvent : class
{
    public Task ConsumeAsync(TEvent message, CancellationToken cancellationToken)
    {
        received.Events.Enqueue(message);
        return Task.CompletedTask;
    }
}
