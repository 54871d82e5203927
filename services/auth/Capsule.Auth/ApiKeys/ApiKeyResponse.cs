namespace Capsule.Auth.ApiKeys;

/// <summary>An API key as the API shows it to its owner.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">What the owner calls it.</param>
/// <param name="Prefix">What it begins with.</param>
/// <param name="Scopes">What it allows at most.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">Until when it is good, UTC; null is for ever.</param>
/// <param name="LastUsedAt">When it was last used, UTC, to about a minute.</param>
public sealed record ApiKeyResponse(
    Guid Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);
