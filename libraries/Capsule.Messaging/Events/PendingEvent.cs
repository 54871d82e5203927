namespace Capsule.Messaging;

/// <summary>An event that was taken from the outbox and is about to be sent.</summary>
internal sealed record PendingEvent(
    Guid Id,
    EventName Name,
    string Payload,
    string? OrderingKey,
    long Sequence,
    string? Tenant,
    string? TraceParent,
    string? TraceState,
    int Attempts
);
