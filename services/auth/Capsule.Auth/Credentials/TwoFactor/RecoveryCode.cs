using Capsule.Data;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>A code that replaces a code of the authenticator once.</summary>
public sealed class RecoveryCode : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The code's <see cref="RecoveryCodes.HashOf"/>.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>When it was used (UTC); null when it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
