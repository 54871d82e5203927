using System.Net;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Data;

namespace Capsule.Auth.Sessions;

/// <summary>
/// A sign-in of a user on a device: a family of refresh tokens, each of which replaces the one before. The row keeps the hashes of the last
/// two tokens; older tokens name their session themselves (<see cref="RefreshTokens"/>).
/// </summary>
public sealed class Session : Entity
{
    /// <summary>The user who signed in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user agent of the last use.</summary>
    public required string Device { get; init; }

    /// <summary>The IP address of the last use; null when it is unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>When the user proved who they are (UTC), if that was before the session began.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>How the user proved who they are (RFC 8176).</summary>
    public required string[] Methods { get; init; }

    /// <summary>When the user last stepped up (UTC); null when they never did.</summary>
    public DateTimeOffset? SteppedUpAt { get; init; }

    /// <summary>
    /// The scopes at sign-in. Access tokens get those that the user's roles still give (<see cref="SessionScopes"/>).
    /// </summary>
    public required string[] Scopes { get; init; }

    /// <summary>When the session was last used (UTC).</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the session expires unless it is used before (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the session was ended (UTC); null while it lasts.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why the session was ended: one of <see cref="RevocationReason"/>.</summary>
    public string? RevokedBecause { get; init; }

    /// <summary>How often the refresh token was replaced.</summary>
    public int Generation { get; init; }

    /// <summary>When the refresh token was last replaced (UTC).</summary>
    public DateTimeOffset RotatedAt { get; init; }

    /// <summary>The hash of the current refresh token; earlier versions of the service wrote several.</summary>
    public required byte[][] TokenHashes { get; init; }

    /// <summary>The hash of the token before the current one.</summary>
    public byte[][] ParentHashes { get; init; } = [];

    /// <summary>The salt with which the current token was derived from the one before; null for the first token.</summary>
    public byte[]? SuccessorSalt { get; init; }
}
