using System.Text.Json.Serialization;

namespace Capsule.Auth.Tokens;

/// <summary>The body of <c>/.well-known/openid-configuration</c> (OpenID Connect Discovery 1.0, section 3).</summary>
public sealed record ProviderMetadata(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypes,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> SigningAlgorithms,
    [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypes)
{
    internal static ProviderMetadata Of(string issuer)
    {
        var root = issuer.TrimEnd('/');
        return new ProviderMetadata(
            issuer, $"{root}/connect/token", $"{root}/connect/revoke", $"{root}/.well-known/jwks.json", ["refresh_token"], ["ES256"], ["public"]);
    }
}
