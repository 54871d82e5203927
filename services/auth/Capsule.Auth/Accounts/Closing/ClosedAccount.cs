using Capsule.Data;

namespace Capsule.Auth.Accounts.Closing;

/// <summary>An account that its user closed. It is inactive, and becomes anonymous after some time.</summary>
public sealed class ClosedAccount : IAudited
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>When the account was closed (UTC).</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>When the account was made anonymous (UTC).</summary>
    public DateTimeOffset? AnonymisedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
