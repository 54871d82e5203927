using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Users.Roles;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Administration;

/// <summary>The body of <c>PUT /api/users/{id}/roles</c>.</summary>
public sealed record SetRolesRequest
{
    private static readonly string[] OfPeople = [RoleNames.Admin, RoleNames.Operator, RoleNames.User];

    /// <summary>All the user's roles from now on: <c>user</c>, <c>operator</c>, <c>admin</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Roles { get; init; }

    internal ProblemHttpResult? Problem() =>
        Roles!.Count == 0 || Roles.Except(OfPeople).Any()
            ? ApiProblem.Validation("roles", $"must name one or more of {string.Join(", ", OfPeople)}.")
            : null;
}
