using Capsule.Data;

namespace Capsule.Auth.ApiKeys;

/// <summary>A secret with which a program calls as its owner, for some of what they may do.</summary>
public sealed class ApiKey : Entity
{
    /// <summary>Longest name in characters.</summary>
    public const int NameLength = 100;

    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What the owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The public part, by which it is found and recognised.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>What it allows at most; at use, as far as its owner may do it then.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>Until when it is good (UTC); null is for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used (UTC), to about a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
