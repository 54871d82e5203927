using Capsule.Data;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>A user's authenticator app (RFC 6238). Codes are required only after one of them was confirmed.</summary>
public sealed class Authenticator : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The sealed secret that the service and the app share.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>When two factors were turned on by confirming a code (UTC).</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The time step of the last code that was used; codes of this and earlier steps are refused.</summary>
    public long LastStep { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
