using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>A row of <c>dead_letters</c>: a message, whole, that a consumer of this service could not handle.</summary>
internal sealed class DeadLetter : IAudited
{
    public Guid Id { get; init; }

    /// <summary>The consumer's queue.</summary>
    public required string Consumer { get; init; }

    /// <summary>Null where it could not be read.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>See <see cref="EventName.Type"/>; null where it could not be read.</summary>
    public string? Type { get; init; }

    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>See <see cref="AmqpHeaders"/>.</summary>
    public required string Headers { get; init; }

    /// <summary>What went wrong, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The exception with its stack.</summary>
    public string? Detail { get; init; }

    /// <summary>How many redeliveries the message will have had when it next leaves; for one that is dead, how many it had.</summary>
    public int Redeliveries { get; init; }

    /// <summary>When it goes back to its queue; null when it stays until somebody decides.</summary>
    public DateTimeOffset? RedeliverAt { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }
}
