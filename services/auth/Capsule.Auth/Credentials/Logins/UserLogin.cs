using Capsule.Data;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>A user's account at a provider, with which they sign in.</summary>
public sealed class UserLogin : Entity
{
    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The user's identifier at the provider.</summary>
    public required string Subject { get; init; }

    /// <summary>The address at the provider when the login was linked, by which users recognise it.</summary>
    public string? Email { get; init; }

    /// <summary>When the user last signed in with it (UTC).</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
