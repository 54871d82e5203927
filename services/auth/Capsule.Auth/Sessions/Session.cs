using System.Net;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Data;

namespace Capsule.Auth.Sessions;

/// <summary>
/// A user signed in on a device: a family of refresh tokens. Each generation of tokens replaces the one before; only the hashes of the last two
/// are kept, older tokens are recognised by what they carry (<see cref="RefreshTokens"/>).
/// </summary>
public sealed class Session : Entity
{
    /// <summary>Longest device name in characters; the rest is cut off.</summary>
    public const int DeviceLength = 400;

    /// <summary>Who signed in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user agent that was used last.</summary>
    public required string Device { get; init; }

    /// <summary>The address that was used last; null when it is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The client that it was let to before clients had families of their own; null for every other session.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>When the user proved who they are (UTC), where that was before the session began.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>How the user proved who they are (RFC 8176).</summary>
    public required string[] Methods { get; init; }

    /// <summary>When the user last proved it once more (UTC); null when they have not since the sign-in.</summary>
    public DateTimeOffset? SteppedUpAt { get; init; }

    /// <summary>What its access tokens allow at most; at use, as far as the user's roles still do (<see cref="SessionScopes"/>).</summary>
    public required string[] Scopes { get; init; }

    /// <summary>When it was last used (UTC).</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends unless it is used before (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why: one of <see cref="RevocationReason"/>.</summary>
    public string? RevokedBecause { get; init; }

    /// <summary>How often its refresh token was replaced.</summary>
    public int Generation { get; init; }

    /// <summary>When it was last replaced (UTC).</summary>
    public DateTimeOffset RotatedAt { get; init; }

    /// <summary>The hash of the present token; earlier versions of the service wrote several.</summary>
    public required byte[][] TokenHashes { get; init; }

    /// <summary>The hash of the token before.</summary>
    public byte[][] ParentHashes { get; init; } = [];

    /// <summary>What the present token was derived with from the token before; null for the first one.</summary>
    public byte[]? SuccessorSalt { get; init; }
}
