namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Who is signed in.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Email">The user's address.</param>
/// <param name="Methods">How they proved who they are (RFC 8176).</param>
/// <param name="AuthenticatedAt">When.</param>
/// <param name="Roles">The user's roles.</param>
internal sealed record SignedInUser(
    Guid UserId,
    Guid SessionId,
    string Email,
    string[] Methods,
    DateTimeOffset AuthenticatedAt,
    string[] Roles
);
