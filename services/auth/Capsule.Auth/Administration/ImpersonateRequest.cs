using System.ComponentModel.DataAnnotations;
using Capsule.Web;

namespace Capsule.Auth.Administration;

/// <summary>The body of <c>POST /api/users/{id}/impersonation</c>.</summary>
public sealed record ImpersonateRequest
{
    /// <summary>Why, for the audit log and for the user, who sees it in their list of sessions.</summary>
    [Required, MinLength(5), MaxLength(200), PlainText]
    public string Reason { get; init; } = "";
}
