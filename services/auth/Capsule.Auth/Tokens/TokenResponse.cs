using System.Text.Json.Serialization;

namespace Capsule.Auth.Tokens;

/// <summary>Tokens as a client gets them (RFC 6749, section 5.1).</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">How long the access token is good for, in seconds.</param>
/// <param name="RefreshToken">
/// To be exchanged, once, for the next ones; null when the client keeps the one that it has, or gets none.
/// </param>
/// <param name="Scope">What the access token allows, space-separated.</param>
public sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonPropertyName("scope")] string Scope
)
{
    /// <summary>Who signed in, and when, where the scope has <c>openid</c> (OpenID Connect Core 1.0, section 2).</summary>
    [JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdToken { get; init; }
}
