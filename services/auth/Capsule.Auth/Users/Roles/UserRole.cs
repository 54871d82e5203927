using Capsule.Data;

namespace Capsule.Auth.Users.Roles;

/// <summary>A role that a user has.</summary>
public sealed class UserRole : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="RoleNames"/>.</summary>
    public required string Role { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
