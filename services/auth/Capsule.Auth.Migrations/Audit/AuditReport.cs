namespace Capsule.Auth.Migrations.Audit;

/// <summary>The result of a check of the audit log.</summary>
/// <param name="Rows">Number of checked rows.</param>
/// <param name="First">Sequence number of the oldest row.</param>
/// <param name="Head">Sequence number of the newest row.</param>
/// <param name="HeadHash">Hash of the newest row; keep it elsewhere, and give it to a later check.</param>
/// <param name="Pending">Number of events that wait to be chained.</param>
/// <param name="Damage">The first damage; null when there is none.</param>
public sealed record AuditReport(long Rows, long First, long Head, string HeadHash, long Pending, AuditDamage? Damage);
