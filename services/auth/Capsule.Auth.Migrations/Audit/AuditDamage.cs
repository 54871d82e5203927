namespace Capsule.Auth.Migrations.Audit;

/// <summary>Damage of the audit log.</summary>
/// <param name="Kind"><c>changed</c>, <c>removed</c>, <c>out-of-order</c>, <c>truncated</c> or <c>head-not-found</c>.</param>
/// <param name="Sequence">Sequence number of the damaged row; null when the damage has no row.</param>
/// <param name="Id">Identifier of the row; null when the row is missing.</param>
/// <param name="Text">A description for people.</param>
public sealed record AuditDamage(string Kind, long? Sequence, Guid? Id, string Text);
