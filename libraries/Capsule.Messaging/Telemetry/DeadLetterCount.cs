namespace Capsule.Messaging;

/// <summary>The number of dead letters.</summary>
/// <param name="Dead">Messages that stay until an operator decides.</param>
/// <param name="Pending">Messages that will be redelivered.</param>
internal sealed record DeadLetterCount(long Dead, long Pending);
