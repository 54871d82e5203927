namespace Capsule.Auth.Sessions;

/// <summary>A session as the API shows it to its user.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Device">The user agent that was used last.</param>
/// <param name="Address">The address that was used last.</param>
/// <param name="SignedInAt">When it began, UTC.</param>
/// <param name="LastSeenAt">When it was last used, UTC.</param>
/// <param name="ExpiresAt">When it ends unless it is used before, UTC.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record SessionResponse(
    Guid Id,
    string Device,
    string? Address,
    DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    bool Current
);
