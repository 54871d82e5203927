namespace Capsule.Messaging;

/// <summary>Marks a delivery whose consumer failed: the message may succeed later, unlike a message that cannot be read.</summary>
/// <param name="Exception">The exception of the last attempt.</param>
/// <param name="Detail">
/// The exception's text with the stack trace up to the inbox; the frames above belong to MassTransit and are always the same.
/// </param>
internal sealed record ConsumerFailure(Exception Exception, string Detail);
