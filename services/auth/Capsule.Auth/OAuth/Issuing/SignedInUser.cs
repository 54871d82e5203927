namespace Capsule.Auth.OAuth.Issuing;

/// <summary>A user who is signed in with a session.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Email">The user's address.</param>
/// <param name="Methods">How the user authenticated (RFC 8176).</param>
/// <param name="AuthenticatedAt">When the user authenticated.</param>
/// <param name="Roles">The user's roles.</param>
internal sealed record SignedInUser(
    Guid UserId,
    Guid SessionId,
    string Email,
    string[] Methods,
    DateTimeOffset AuthenticatedAt,
    string[] Roles
);
