using Capsule.Data;

namespace Capsule.Auth.ApiKeys;

/// <summary>A secret with which a program calls in the name of a user, for some of the user's scopes.</summary>
public sealed class ApiKey : Entity
{
    /// <summary>Maximum length of a name in characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The owner.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The name that the owner gave it.</summary>
    public required string Name { get; init; }

    /// <summary>The public part, by which the key is found and recognised.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The key's scopes. A use gets those that the owner's roles still give.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>When the key expires (UTC); null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key was last used (UTC), to about a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When the key was revoked (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
