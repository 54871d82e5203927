using System.ComponentModel.DataAnnotations;
using Capsule.ServiceDefaults;

namespace Capsule.Auth.Clients;

/// <summary>The body of <c>POST /api/clients</c>.</summary>
public sealed record CreateClientRequest
{
    /// <summary>What people call it.</summary>
    [Required, MaxLength(Client.NameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>Whether it can keep no secret, as an app on a user's device or in a browser.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Where codes may be sent; needed for <c>authorization_code</c>.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Some of <c>authorization_code</c>, <c>refresh_token</c> and <c>client_credentials</c>; none for a client that only asks about tokens.</summary>
    [MaxLength(3)]
    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    /// <summary>What its tokens may allow.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
