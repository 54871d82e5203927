using System.Diagnostics;
using System.Text.Json;
using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>Adds events to the outbox of <typeparamref name="TContext"/>; they commit with the context's other changes.</summary>
internal sealed class EventPublisher<TContext>(TContext context, MessageIds ids, ConsumedMessage consumed) : IEventPublisher
    where TContext : ServiceDbContext
{
    public void Publish<TEvent>(TEvent @event, string? orderingKey = null, string? tenant = null)
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(@event);

        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        context.Add(
            new OutboxMessage
            {
                Id = ids.Next(),
                Type = EventName.Of(@event.GetType()).Type,
                Payload = JsonSerializer.Serialize(@event, @event.GetType(), EventEnvelope.Json),
                OrderingKey = orderingKey,
                Tenant = tenant ?? consumed.Tenant,
                TraceParent = activity?.Id,
                TraceState = activity?.TraceStateString,
            }
        );
    }
}
