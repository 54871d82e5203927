namespace Capsule.Messaging;

/// <summary>A consumer with its event, its queue, and the type that runs it in a transaction.</summary>
internal sealed record ConsumerRegistration(Type Consumer, Type Event, string Queue, Type InboxConsumer);
