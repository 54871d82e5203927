using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The body of <c>POST /api/clients</c>.</summary>
public sealed record CreateClientRequest
{
    /// <summary>Maximum length of a name in characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The client's name, which users see.</summary>
    [Required, MaxLength(MaxNameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>Whether the client cannot keep a secret, like an app on a user's device or in a browser.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Addresses that codes may be sent to; required for <c>authorization_code</c>.</summary>
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

    /// <summary>The scopes that the client may request.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Addresses of the client's own APIs, for which it may request tokens (parameter <c>resource</c>, RFC 8707).</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>
    /// The client's public keys as a JSON Web Key Set; it then signs assertions (<c>private_key_jwt</c>) and gets no secret.
    /// </summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>The algorithm of the client's ID tokens: <c>ES256</c> (default) or <c>RS256</c>.</summary>
    [MaxLength(5)]
    public string? IdTokenSignedResponseAlg { get; init; }
}
