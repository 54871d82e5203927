using Capsule.Data;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>A code that signs a user in once without their authenticator.</summary>
public sealed class RecoveryCode : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What <see cref="RecoveryCodes.HashOf"/> makes of it.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>When it was used (UTC).</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
