namespace Capsule.Messaging;

/// <summary>Publishes integration events as part of the service's database transaction.</summary>
public interface IEventPublisher
{
    /// <summary>
    /// Adds <paramref name="event"/> to the outbox. It is sent after the context's next SaveChanges commits, and never without that commit.
    /// </summary>
    /// <param name="event">A record of Capsule.Contracts.</param>
    /// <param name="orderingKey">
    /// Each consumer handles events of this type with the same key one after the other, in the order of their transactions. Narrow keys (a
    /// user, a project) allow more concurrency.
    /// </param>
    /// <param name="tenant">
    /// The event's tenant, which consumers can read (<see cref="ConsumedMessage.Tenant"/>). In a consumer, the default is the tenant of
    /// the consumed message.
    /// </param>
    void Publish<TEvent>(TEvent @event, string? orderingKey = null, string? tenant = null)
        where TEvent : class;
}
