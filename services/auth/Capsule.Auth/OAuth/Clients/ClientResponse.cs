using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>A client in the answers of the API.</summary>
/// <param name="Id">The <c>client_id</c>.</param>
/// <param name="Name">The client's name, which users see.</param>
/// <param name="IsPublic">Whether the client has no secret.</param>
/// <param name="RedirectUris">Addresses that codes may be sent to.</param>
/// <param name="GrantTypes">The grant types that the client may use.</param>
/// <param name="Scopes">The scopes that the client may request.</param>
/// <param name="CreatedAt">When the client was created, UTC.</param>
/// <param name="PreviousSecretExpiresAt">When the previous secret expires, UTC.</param>
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
    /// <summary>The client's secret; only in the answer for a new client, because it cannot be shown again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    // Keeps the secret out of logs.
    public override string ToString() => Id.ToString();
}
