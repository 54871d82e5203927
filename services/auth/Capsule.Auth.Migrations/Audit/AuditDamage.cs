namespace Capsule.Auth.Migrations.Audit;

/// <summary>The first thing that is wrong with the audit log.</summary>
/// <param name="Kind"><c>changed</c>, <c>removed</c>, <c>out-of-order</c>, <c>truncated</c> or <c>head-not-found</c>.</param>
/// <param name="Sequence">The place of the row, where it is about one.</param>
/// <param name="Id">The row, where it is there.</param>
/// <param name="Text">For people.</param>
public sealed record AuditDamage(string Kind, long? Sequence, Guid? Id, string Text);
