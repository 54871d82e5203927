using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Users.Roles;
using Capsule.Web;

namespace Capsule.Auth.Administration;

/// <summary>The body of <c>PUT /api/users/{id}/roles</c>.</summary>
public sealed record SetRolesRequest
{
    private static readonly string[] OfPeople = [RoleNames.Admin, RoleNames.Operator, RoleNames.User];

    /// <summary>All new roles of the user: <c>user</c>, <c>operator</c>, <c>admin</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Roles { get; init; }

    internal Refusal? Refuse() =>
        Roles!.Count == 0 || Roles.Except(OfPeople).Any()
            ? Refusal.Validation("roles", $"must name one or more of {string.Join(", ", OfPeople)}.")
            : null;
}
