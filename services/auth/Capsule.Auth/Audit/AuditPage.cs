namespace Capsule.Auth.Audit;

/// <summary>A page of the audit log.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record AuditPage(IReadOnlyList<AuditResponse> Events, string? Next);
