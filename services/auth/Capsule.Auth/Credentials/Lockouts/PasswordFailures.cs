using Capsule.Data;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>Wrong passwords in a row for an account from one device or network, or for the whole account.</summary>
public sealed class PasswordFailures : IAudited
{
    /// <summary>Longest <see cref="Source"/> in characters.</summary>
    public const int SourceLength = 64;

    /// <summary>The user whose password was tried.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The device or network of the tries (<see cref="PasswordSource"/>); empty for all of them together.</summary>
    public required string Source { get; init; }

    /// <summary>How many there were.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no password is taken (UTC).</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
