using Capsule.Data;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>
/// A token that was sent to a user for a purpose. A newer token for the same purpose leaves it valid, so that repeated requests by others
/// cannot keep the user from using it.
/// </summary>
public sealed class AccountToken : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="TokenPurpose"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The address that the token was sent to.</summary>
    public required string Email { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>When the token was sent (UTC).</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When the token expires (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used (UTC); null when it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Whether the caller who used the token also proved to have created the account, by its session or its password.</summary>
    public bool UsedByOwner { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
