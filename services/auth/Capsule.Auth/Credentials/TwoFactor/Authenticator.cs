using Capsule.Data;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>The app that a user's codes come from (RFC 6238); until a code of it was confirmed, none is asked for.</summary>
public sealed class Authenticator : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The secret that service and app share, sealed.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>When it was confirmed, and two factors so turned on (UTC).</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The time step of the last code that was taken: neither it nor an earlier one is taken again.</summary>
    public long LastStep { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
