namespace Capsule.Auth.Administration;

/// <summary>A user as administrators see one in a list.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="EmailVerified">Whether they proved that it is theirs.</param>
/// <param name="Name">The name to address the user by.</param>
/// <param name="Active">Whether the user may sign in.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="CreatedAt">When the user signed up, UTC.</param>
/// <param name="LastSignInAt">When they last signed in, UTC.</param>
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
