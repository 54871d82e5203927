namespace Capsule.Auth.Audit;

/// <summary>What the audit log is listed by: the newest event first.</summary>
internal readonly record struct AuditKey(DateTimeOffset OccurredAt, long Sequence);
