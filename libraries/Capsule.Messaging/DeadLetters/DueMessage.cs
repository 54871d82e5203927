namespace Capsule.Messaging;

/// <summary>A dead letter that goes back to its queue.</summary>
internal sealed record DueMessage(
    Guid Id,
    string Consumer,
    Guid? MessageId,
    byte[] Body,
    string? ContentType,
    string Headers,
    int Redeliveries
);
