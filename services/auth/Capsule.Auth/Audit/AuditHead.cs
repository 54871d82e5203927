using Capsule.Data;

namespace Capsule.Auth.Audit;

/// <summary>The beginning and the end of the audit log, in the only row of its table.</summary>
public sealed class AuditHead : IAudited
{
    /// <summary>Always true, so that there is only one row.</summary>
    public bool Only { get; init; }

    /// <summary>The sequence number of the newest row; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>The hash of the newest row.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When the newest row's event happened (UTC).</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The sequence number of the oldest row.</summary>
    public long FirstSequence { get; init; }

    /// <summary>The hash that the oldest row is chained to.</summary>
    public required byte[] FirstHash { get; init; }

    /// <summary>How long rows are kept after their month has ended; null for ever. Only the database's owner can change it.</summary>
    public TimeSpan? Retention { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
