namespace Capsule.Auth.Accounts.Profile;

/// <summary>A user's own profile in the answers of the API.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="EmailVerified">Whether the user has proved the address.</param>
/// <param name="Name">The name to address the user by.</param>
/// <param name="TimeZone">IANA name of the time zone.</param>
/// <param name="Locale">BCP 47 tag of language and region.</param>
/// <param name="LastSignInAt">When the user last signed in, UTC.</param>
/// <param name="CreatedAt">When the user signed up, UTC.</param>
/// <param name="Roles">The user's roles.</param>
public sealed record ProfileResponse(
    Guid Id,
    string Email,
    bool EmailVerified,
    string Name,
    string TimeZone,
    string Locale,
    DateTimeOffset? LastSignInAt,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Roles
);
