namespace Capsule.Auth.ApiKeys;

/// <summary>An API key in the answers of the API.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">The name that the owner gave it.</param>
/// <param name="Prefix">The beginning of the key.</param>
/// <param name="Scopes">The key's scopes.</param>
/// <param name="CreatedAt">When the key was created, UTC.</param>
/// <param name="ExpiresAt">When the key expires, UTC; null for never.</param>
/// <param name="LastUsedAt">When the key was last used, UTC, to about a minute.</param>
public sealed record ApiKeyResponse(
    Guid Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);
