using System.ComponentModel.DataAnnotations;

namespace Capsule.Auth.Administration;

/// <summary>The body of <c>PATCH /api/users/{id}</c>.</summary>
public sealed record SetActiveRequest
{
    /// <summary>Whether the user may sign in.</summary>
    [Required]
    public bool? Active { get; init; }
}
