using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>A row of <c>inbox_messages</c>: the consumer's effect of this message is committed.</summary>
internal sealed class InboxMessage : IAudited
{
    public Guid MessageId { get; init; }

    /// <summary>The consumer's queue.</summary>
    public required string Consumer { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }
}
