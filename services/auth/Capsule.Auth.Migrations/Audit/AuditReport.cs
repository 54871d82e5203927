namespace Capsule.Auth.Migrations.Audit;

/// <summary>What a check of the audit log found.</summary>
/// <param name="Rows">How many rows were checked.</param>
/// <param name="First">The place of the oldest row that is kept.</param>
/// <param name="Head">The place of the newest row.</param>
/// <param name="HeadHash">Its hash: note it elsewhere, and give it to a later check.</param>
/// <param name="Pending">How many events wait to be chained.</param>
/// <param name="Damage">What is wrong; null when nothing is.</param>
public sealed record AuditReport(long Rows, long First, long Head, string HeadHash, long Pending, AuditDamage? Damage);
