using System.Text.Json.Serialization;

namespace Capsule.Bench.Auth;

/// <summary>The response to a refresh, as in the service.</summary>
internal sealed record BareTokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken,
    [property: JsonPropertyName("scope")] string Scope
);
