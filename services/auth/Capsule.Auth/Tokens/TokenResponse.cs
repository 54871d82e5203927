using System.Text.Json.Serialization;

namespace Capsule.Auth.Tokens;

/// <summary>The answer of the token endpoint (RFC 6749, section 5.1).</summary>
/// <param name="AccessToken">The access token, sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">
/// The refresh token, which is exchanged once for new tokens; null when the client keeps its refresh token, or gets none.
/// </param>
/// <param name="Scope">The scopes of the access token, space-separated.</param>
public sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonPropertyName("scope")] string Scope
)
{
    /// <summary>The ID token, if the scopes contain <c>openid</c> (OpenID Connect Core 1.0, section 2).</summary>
    [JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdToken { get; init; }
}
