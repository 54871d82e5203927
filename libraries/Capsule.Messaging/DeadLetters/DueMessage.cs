namespace Capsule.Messaging;

/// <summary>A dead letter that is due to go back to its queue.</summary>
internal sealed record DueMessage(
    Guid Id,
    string Consumer,
    Guid? MessageId,
    byte[] Body,
    string? ContentType,
    string Headers,
    int Redeliveries
);
