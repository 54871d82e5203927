using Capsule.Data;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>
/// A token that was sent to a user for a purpose. Another one for the same purpose leaves it good, or asking often would deny it to its
/// user.
/// </summary>
public sealed class AccountToken : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="TokenPurpose"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The address that it was sent to.</summary>
    public required string Email { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>When it was sent (UTC).</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Until when it can be used (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used (UTC).</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Whether who used it proved as well that they made the account, by its session or its password.</summary>
    public bool UsedByOwner { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
