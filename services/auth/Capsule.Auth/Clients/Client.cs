using Capsule.Data;

namespace Capsule.Auth.Clients;

/// <summary>An application that gets tokens: for users who let it, or for itself. Its <c>client_id</c> is its identifier.</summary>
public sealed class Client : Entity
{
    /// <summary>Longest name in characters.</summary>
    public const int NameLength = 100;

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its secret; null for a public client (RFC 6749, section 2.1), which can keep none.</summary>
    public byte[]? SecretHash { get; init; }

    /// <summary>SHA-256 of the secret before.</summary>
    public byte[]? PreviousSecretHash { get; init; }

    /// <summary>Until when the secret before is good (UTC).</summary>
    public DateTimeOffset? PreviousSecretExpiresAt { get; init; }

    /// <summary>Where codes may be sent; compared character by character.</summary>
    public required string[] RedirectUris { get; init; }

    /// <summary>Some of <see cref="GrantTypes"/>.</summary>
    public required string[] GrantTypes { get; init; }

    /// <summary>What its tokens may allow.</summary>
    public required string[] Scopes { get; init; }
}
