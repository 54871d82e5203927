using System.ComponentModel.DataAnnotations;
using Capsule.Web;

namespace Capsule.Auth.ApiKeys;

/// <summary>The body of <c>POST /api/api-keys</c>.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>What the owner calls it.</summary>
    [Required, MaxLength(ApiKey.NameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>What it allows; none of it more than the token that asks.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Until when it is good; for ever unless given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
