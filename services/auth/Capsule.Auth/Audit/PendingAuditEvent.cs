namespace Capsule.Auth.Audit;

/// <summary>An event that waits to be chained to the audit log, where it becomes an <see cref="AuditRecord"/>.</summary>
public sealed class PendingAuditEvent : AuditEvent;
