namespace Capsule.Auth.Audit;

/// <summary>A row of the audit log, chained to the one before.</summary>
public sealed class AuditRecord : AuditEvent
{
    /// <summary>The sequence number, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>SHA-256 over the hash of the row before and this row's content.</summary>
    public required byte[] Hash { get; init; }
}
