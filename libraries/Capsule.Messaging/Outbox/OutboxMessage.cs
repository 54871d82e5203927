using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>A row of <c>outbox_messages</c>: an event of a committed transaction that was sent or is still to be sent.</summary>
internal sealed class OutboxMessage : IAudited
{
    public Guid Id { get; init; }

    /// <summary>The order of insertion, independent of the replicas' clocks.</summary>
    public long Sequence { get; private set; }

    /// <summary>The event's type (<see cref="EventName.Type"/>).</summary>
    public required string Type { get; init; }

    public required string Payload { get; init; }

    public string? OrderingKey { get; init; }

    public string? Tenant { get; init; }

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    public int Attempts { get; private set; }

    public string? LastError { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }
}
