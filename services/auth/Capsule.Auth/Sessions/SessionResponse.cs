namespace Capsule.Auth.Sessions;

/// <summary>A session in the answers of the API.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Device">The user agent of the last use.</param>
/// <param name="Address">The IP address of the last use.</param>
/// <param name="SignedInAt">When the session began, UTC.</param>
/// <param name="LastSeenAt">When the session was last used, UTC.</param>
/// <param name="ExpiresAt">When the session expires unless it is used before, UTC.</param>
/// <param name="Current">Whether it is the caller's own session.</param>
public sealed record SessionResponse(
    Guid Id,
    string Device,
    string? Address,
    DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    bool Current
);
