namespace Capsule.Auth.Tokens;

/// <summary>The content of an access token.</summary>
/// <param name="Subject">The user, or a client that acts for itself.</param>
/// <param name="SessionId">The token's session; null for a client.</param>
/// <param name="Scopes">The token's scopes.</param>
/// <param name="Roles">The user's roles.</param>
/// <param name="AuthenticatedAt">When the user last signed in or stepped up; a refresh does not change it. Null for a client.</param>
/// <param name="Methods">How the user authenticated (RFC 8176): <c>pwd</c>, <c>otp</c>, <c>mfa</c>.</param>
/// <param name="Actor">The administrator who acts as the user; null when the user acts.</param>
/// <param name="ClientId">The client that gets the token; null for a first-party session.</param>
/// <param name="Audiences">The audiences; null for Capsule's services.</param>
internal sealed record AccessToken(
    Guid Subject,
    Guid? SessionId,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Roles,
    DateTimeOffset? AuthenticatedAt,
    IReadOnlyList<string> Methods,
    Guid? Actor = null,
    string? ClientId = null,
    IReadOnlyList<string>? Audiences = null
);
