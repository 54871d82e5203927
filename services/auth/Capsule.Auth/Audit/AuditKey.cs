namespace Capsule.Auth.Audit;

/// <summary>The key by which the audit log is listed, newest event first.</summary>
internal readonly record struct AuditKey(DateTimeOffset OccurredAt, long Sequence);
