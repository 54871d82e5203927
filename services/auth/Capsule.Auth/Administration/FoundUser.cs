namespace Capsule.Auth.Administration;

/// <summary>A user in the list for administrators.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="EmailVerified">Whether the user has proved the address.</param>
/// <param name="Name">The name to address the user by.</param>
/// <param name="Active">Whether the user may sign in.</param>
/// <param name="Roles">The user's roles.</param>
/// <param name="CreatedAt">When the user signed up, UTC.</param>
/// <param name="LastSignInAt">When the user last signed in, UTC.</param>
public sealed record FoundUser(
    Guid Id,
    string Email,
    bool EmailVerified,
    string Name,
    bool Active,
    string[] Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSignInAt
);
