namespace Capsule.Messaging;

/// <summary>
/// Handles one type of event. The changes that it makes through the service's context and <see cref="IEventPublisher"/> commit together,
/// exactly once per message. When it throws, the message is retried and finally becomes a dead letter.
/// </summary>
/// <typeparam name="TEvent">The event, a record of Capsule.Contracts.</typeparam>
public interface IEventConsumer<in TEvent>
    where TEvent : class
{
    /// <summary>Handles the event.</summary>
    /// <param name="message">The event.</param>
    /// <param name="cancellationToken">Cancelled when the service stops; the message is then delivered again.</param>
    Task ConsumeAsync(TEvent message, CancellationToken cancellationToken);
}
