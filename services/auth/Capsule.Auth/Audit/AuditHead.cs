using Capsule.Data;

namespace Capsule.Auth.Audit;

/// <summary>Where the audit log ends and begins: its only row.</summary>
public sealed class AuditHead : IAudited
{
    /// <summary>True: there is one such row.</summary>
    public bool Only { get; init; }

    /// <summary>The place of the newest row; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>The hash of the newest row.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When the newest row's event happened (UTC).</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The place of the oldest row that is kept.</summary>
    public long FirstSequence { get; init; }

    /// <summary>The hash that the oldest row that is kept is chained to.</summary>
    public required byte[] FirstHash { get; init; }

    /// <summary>How long rows are kept after their month has ended; null for ever. Only the database's owner may change it.</summary>
    public TimeSpan? Retention { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
