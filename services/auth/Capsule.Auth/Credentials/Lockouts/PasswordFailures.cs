using Capsule.Data;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>The number of consecutive wrong passwords for an account, from one device or network or in all.</summary>
public sealed class PasswordFailures : IAudited
{
    /// <summary>Maximum length of <see cref="Source"/> in characters.</summary>
    public const int MaxSourceLength = 64;

    /// <summary>The account.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The device or network of the tries (<see cref="PasswordSource"/>); empty for the whole account.</summary>
    public required string Source { get; init; }

    /// <summary>The number of wrong passwords.</summary>
    public int Failures { get; init; }

    /// <summary>When the next password is accepted (UTC); null when it is accepted now.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
