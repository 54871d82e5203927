namespace Capsule.Auth.ApiKeys;

/// <summary>A new API key, with the key itself: nobody can show it again.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">What the owner calls it.</param>
/// <param name="Key">The key.</param>
/// <param name="Prefix">What it begins with.</param>
/// <param name="Scopes">What it allows at most.</param>
/// <param name="ExpiresAt">Until when it is good, UTC; null is for ever.</param>
public sealed record CreatedApiKey(
    Guid Id,
    string Name,
    string Key,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt
);
