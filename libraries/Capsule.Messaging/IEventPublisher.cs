namespace Capsule.Messaging;

/// <summary>Publishes integration events as part of the service's database transaction.</summary>
public interface IEventPublisher
{
    /// <summary>
    /// Adds <paramref name="event"/> to the outbox. It leaves after the context's next SaveChanges commits, and never if it does not.
    /// </summary>
    /// <param name="event">A record of Capsule.Contracts.</param>
    /// <param name="orderingKey">
    /// Events of this type with the same key take effect one after the other at each consumer, in the order of their transactions. Narrow
    /// keys (a user, a project) leave the rest free to go on at the same time.
    /// </param>
    /// <param name="tenant">
    /// The tenant that the event is about, for consumers to read (<see cref="MessageHeaders.TenantOf"/>); in a consumer, unless given, that
    /// of the message.
    /// </param>
    void Publish<TEvent>(TEvent @event, string? orderingKey = null, string? tenant = null)
        where TEvent : class;
}
