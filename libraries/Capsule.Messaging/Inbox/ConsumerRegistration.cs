namespace Capsule.Messaging;

/// <summary>A consumer, its event, the queue that it reads, and the type that gives it its transaction.</summary>
internal sealed record ConsumerRegistration(Type Consumer, Type Event, string Queue, Type InboxConsumer);
