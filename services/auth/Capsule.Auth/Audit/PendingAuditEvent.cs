namespace Capsule.Auth.Audit;

/// <summary>An event in the transaction of what it is about; it becomes an <see cref="AuditRecord"/> moments later.</summary>
public sealed class PendingAuditEvent : AuditEvent;
