namespace Capsule.Messaging;

/// <summary>The service's consumers and the queue of each.</summary>
internal sealed class ConsumerCatalog(IReadOnlyList<ConsumerRegistration> consumers)
{
    public IReadOnlyList<ConsumerRegistration> Consumers => consumers;

    public string QueueOf(Type consumer) => consumers.First(registration => registration.Consumer == consumer).Queue;
}
