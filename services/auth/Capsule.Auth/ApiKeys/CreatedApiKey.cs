namespace Capsule.Auth.ApiKeys;

/// <summary>A new API key with the key itself, which cannot be shown again.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">The name that the owner gave it.</param>
/// <param name="Key">The key.</param>
/// <param name="Prefix">The beginning of the key.</param>
/// <param name="Scopes">The key's scopes.</param>
/// <param name="ExpiresAt">When the key expires, UTC; null for never.</param>
public sealed record CreatedApiKey(
    Guid Id,
    string Name,
    string Key,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt
);
