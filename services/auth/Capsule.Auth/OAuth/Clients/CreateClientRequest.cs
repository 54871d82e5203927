using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The body of <c>POST /api/clients</c>.</summary>
public sealed record CreateClientRequest
{
    /// <summary>Longest name in characters.</summary>
    public const int NameLength = 100;

    /// <summary>What people call it.</summary>
    [Required, MaxLength(NameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>Whether it can keep no secret, as an app on a user's device or in a browser.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Where codes may be sent; needed for <c>authorization_code</c>.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Addresses that the browser may return to after a sign-out at the end-session endpoint.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>
    /// Some of <c>authorization_code</c>, <c>refresh_token</c>, <c>client_credentials</c> and
    /// <c>urn:ietf:params:oauth:grant-type:device_code</c>; none for a client that only asks about tokens.
    /// </summary>
    [MaxLength(4)]
    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    /// <summary>What its tokens may allow.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>APIs of its own, by their addresses, that its tokens may be made for (parameter <c>resource</c>, RFC 8707).</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Its public keys as a JSON Web Key Set: the client signs assertions (<c>private_key_jwt</c>) and gets no secret.</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>What its ID tokens are signed with: <c>ES256</c> unless given, or <c>RS256</c>.</summary>
    [MaxLength(5)]
    public string? IdTokenSignedResponseAlg { get; init; }
}
