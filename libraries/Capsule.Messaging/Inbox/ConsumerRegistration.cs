namespace Capsule.Messaging;

/// <summary>A consumer, the queue that it reads, and the type that gives it its transaction.</summary>
internal sealed record ConsumerRegistration(Type Consumer, string Queue, Type InboxConsumer);
