using System.ComponentModel.DataAnnotations;
using Capsule.Web;

namespace Capsule.Auth.ApiKeys;

/// <summary>The body of <c>POST /api/api-keys</c>.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>The name of the key.</summary>
    [Required, MaxLength(ApiKey.MaxNameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>The key's scopes, which the access token of the request must have.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When the key expires; never unless given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
