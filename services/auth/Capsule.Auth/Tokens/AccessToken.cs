namespace Capsule.Auth.Tokens;

/// <summary>Whom an access token speaks for, and what it allows.</summary>
/// <param name="Subject">The user, or the client that acts for itself.</param>
/// <param name="SessionId">The session that it belongs to; null for a client.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Roles">The user's roles.</param>
/// <param name="AuthenticatedAt">When the user last proved who they are; a refresh does not. Null for a client.</param>
/// <param name="Methods">How (RFC 8176): <c>pwd</c>, <c>otp</c>, <c>mfa</c>.</param>
/// <param name="Actor">The administrator who acts as the user; null when the user does.</param>
/// <param name="ClientId">The client that it was given to; null for one of a first-party session.</param>
/// <param name="Audiences">Whom it is meant for; null for Capsule's services.</param>
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
