namespace Capsule.Messaging;

/// <summary>
/// Reads one kind of event. What it does with the service's context and <see cref="IEventPublisher"/> commits together, once per message;
/// when it throws, the message comes again, and in the end becomes a dead letter.
/// </summary>
/// <typeparam name="TEvent">The event, a record of Capsule.Contracts.</typeparam>
public interface IEventConsumer<in TEvent>
    where TEvent : class
{
    /// <summary>Does what the event asks for.</summary>
    /// <param name="message">The event.</param>
    /// <param name="cancellationToken">Cancelled when the service stops; the message then comes again.</param>
    Task ConsumeAsync(TEvent message, CancellationToken cancellationToken);
}
