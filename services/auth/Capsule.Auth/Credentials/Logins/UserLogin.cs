using Capsule.Data;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>A user's account at a provider, with which they sign in.</summary>
public sealed class UserLogin : Entity
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Who they are there.</summary>
    public required string Subject { get; init; }

    /// <summary>Their address there when it was linked, for them to tell their accounts apart.</summary>
    public string? Email { get; init; }

    /// <summary>When they last signed in with it (UTC).</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
