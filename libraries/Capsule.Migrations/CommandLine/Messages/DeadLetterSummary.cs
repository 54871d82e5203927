namespace Capsule.Migrations;

/// <summary>A dead letter without what takes room.</summary>
/// <param name="Id">What the commands call it.</param>
/// <param name="Consumer">The queue that it came from.</param>
/// <param name="MessageId">Null where it could not be read.</param>
/// <param name="Type">The event's type; null where it could not be read.</param>
/// <param name="Reason">What went wrong, in one line.</param>
/// <param name="Redeliveries">How many there were, the coming one included.</param>
/// <param name="RedeliverAt">When it goes back to its queue; null when it stays until somebody decides.</param>
/// <param name="Bytes">The body's length.</param>
/// <param name="CreatedAt">When it was put aside.</param>
/// <param name="UpdatedAt">When it was last put aside, or sent again by hand.</param>
internal sealed record DeadLetterSummary(
    Guid Id,
    string Consumer,
    Guid? MessageId,
    string? Type,
    string Reason,
    int Redeliveries,
    DateTimeOffset? RedeliverAt,
    int Bytes,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
