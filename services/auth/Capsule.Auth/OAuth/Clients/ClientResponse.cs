using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>A client as the API shows it.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsPublic">Whether it has no secret.</param>
/// <param name="RedirectUris">Where codes may be sent.</param>
/// <param name="GrantTypes">How it gets tokens.</param>
/// <param name="Scopes">What they may allow.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="PreviousSecretExpiresAt">Until when the secret before is good, UTC.</param>
public sealed record ClientResponse(
    Guid Id,
    string Name,
    bool IsPublic,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PreviousSecretExpiresAt
)
{
    /// <summary>Its secret: with a new client alone, since nobody can show it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    // Not the secret.
    public override string ToString() => Id.ToString();
}
