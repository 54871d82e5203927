using System.ComponentModel.DataAnnotations;
using Capsule.Web;

namespace Capsule.Auth.Administration;

/// <summary>The body of <c>POST /api/users/{id}/impersonation</c>.</summary>
public sealed record ImpersonateRequest
{
    /// <summary>The reason, which is written to the audit log and shown to the user in the list of sessions.</summary>
    [Required, MinLength(5), MaxLength(200), PlainText]
    public string Reason { get; init; } = "";
}
