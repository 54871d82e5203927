using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Web;

namespace Capsule.Auth.Administration;

/// <summary>
/// The filter of the list of users. A list by the beginning of the address or the name is sorted by it; any other list begins with the
/// newest user.
/// </summary>
internal sealed record UserFilter
{
    /// <summary>The beginning of the address, ignoring case.</summary>
    public string? Email { get; init; }

    /// <summary>The beginning of the name, ignoring case.</summary>
    public string? Name { get; init; }

    /// <summary>Only users with this role.</summary>
    public string? Role { get; init; }

    /// <summary>Only users who may sign in, or only users who may not.</summary>
    public bool? Active { get; init; }

    /// <summary>The beginning in lower case, as the indexes have it; null when no beginning is given.</summary>
    public string? Prefix => (Email ?? Name)?.ToLowerInvariant();

    /// <summary>Returns why the filter is refused; null when it is valid.</summary>
    public Refusal? Refuse() =>
        this switch
        {
            { Email: not null, Name: not null } => Refusal.Validation(
                "name",
                "cannot be given together with email: the list has one order."
            ),
            { Email: { } email } when IsBad(email, User.MaxEmailLength) => Bad("email", User.MaxEmailLength),
            { Name: { } name } when IsBad(name, User.MaxNameLength) => Bad("name", User.MaxNameLength),
            { Role: { } role } when !RoleNames.All.Contains(role) => Refusal.Validation(
                "role",
                $"must be one of {string.Join(", ", RoleNames.All)}."
            ),
            _ => null,
        };

    private static bool IsBad(string text, int length) =>
        text.Length is 0 || text.Length > length || text.Contains('\0', StringComparison.Ordinal);

    private static Refusal Bad(string field, int length) =>
        Refusal.Validation(field, $"must be 1 to {length} characters, none of them U+0000.");
}
