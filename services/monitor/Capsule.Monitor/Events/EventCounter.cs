using Capsule.Messaging;

namespace Capsule.Monitor.Events;

/// <summary>Counts every <typeparamref name="TEvent"/> in the hour in which it occurred.</summary>
/// <typeparam name="TEvent">An event of Capsule.Contracts with a property <c>OccurredAt</c>.</typeparam>
internal sealed class EventCounter<TEvent>(MonitorDbContext database) : IEventConsumer<TEvent>
    where TEvent : class
{
    private static readonly Func<TEvent, DateTimeOffset> OccurredAt = typeof(TEvent)
        .GetProperty(nameof(OccurredAt))!
        .GetMethod!.CreateDelegate<Func<TEvent, DateTimeOffset>>();

    public Task ConsumeAsync(TEvent message, CancellationToken cancellationToken) =>
        database.CountEventAsync(typeof(TEvent).Name, OccurredAt(message), cancellationToken);
}
