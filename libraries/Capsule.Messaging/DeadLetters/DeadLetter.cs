using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>A row of <c>dead_letters</c>: a complete message that a consumer of this service could not handle.</summary>
internal sealed class DeadLetter : IAudited
{
    public Guid Id { get; init; }

    /// <summary>The consumer's queue.</summary>
    public required string Consumer { get; init; }

    /// <summary>The message's identifier; null when it could not be read.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The event's type (<see cref="EventName.Type"/>); null when it could not be read.</summary>
    public string? Type { get; init; }

    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The message's headers (<see cref="AmqpHeaders"/>).</summary>
    public required string Headers { get; init; }

    /// <summary>The error, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The exception with its stack trace.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// The number of redeliveries that the message will carry when it is next sent; for a dead message, the number it had.
    /// </summary>
    public int Redeliveries { get; init; }

    /// <summary>When the message goes back to its queue; null when it stays until an operator decides.</summary>
    public DateTimeOffset? RedeliverAt { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }
}
