using System.Text.Json.Serialization;
using Capsule.Auth.Clients;

namespace Capsule.Auth.Tokens;

/// <summary>The body of <c>/.well-known/openid-configuration</c> (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2).</summary>
public sealed record ProviderMetadata
{
    private static readonly string[] BySecret = ["client_secret_basic", "client_secret_post"];

    /// <summary>What tokens name as <c>iss</c>.</summary>
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    /// <summary>Where first-party apps ask for codes.</summary>
    [JsonPropertyName("authorization_endpoint")]
    public required string AuthorizationEndpoint { get; init; }

    /// <summary>Where clients get tokens.</summary>
    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    /// <summary>Where clients learn who signed in.</summary>
    [JsonPropertyName("userinfo_endpoint")]
    public required string UserInfoEndpoint { get; init; }

    /// <summary>Where tokens are given back.</summary>
    [JsonPropertyName("revocation_endpoint")]
    public required string RevocationEndpoint { get; init; }

    /// <summary>Where services ask about tokens.</summary>
    [JsonPropertyName("introspection_endpoint")]
    public required string IntrospectionEndpoint { get; init; }

    /// <summary>Where the keys are.</summary>
    [JsonPropertyName("jwks_uri")]
    public required string JwksUri { get; init; }

    /// <summary>The scopes of OpenID Connect; those of services depend on the client.</summary>
    [JsonPropertyName("scopes_supported")]
    public IReadOnlyList<string> Scopes { get; init; } = OpenIdScopes.All;

    /// <summary>Codes alone.</summary>
    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; init; } = ["code"];

    /// <summary>In the query alone.</summary>
    [JsonPropertyName("response_modes_supported")]
    public IReadOnlyList<string> ResponseModes { get; init; } = ["query"];

    /// <summary>The ways to tokens.</summary>
    [JsonPropertyName("grant_types_supported")]
    public IReadOnlyList<string> GrantTypesSupported { get; init; } = GrantTypes.All;

    /// <summary>How clients prove who they are at the token endpoint.</summary>
    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> TokenEndpointAuthentication { get; init; } = [.. BySecret, "none"];

    /// <summary>How they do where they ask about tokens.</summary>
    [JsonPropertyName("introspection_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> IntrospectionEndpointAuthentication { get; init; } = BySecret;

    /// <summary>How the verifier is turned into the challenge.</summary>
    [JsonPropertyName("code_challenge_methods_supported")]
    public IReadOnlyList<string> CodeChallengeMethods { get; init; } = ["S256"];

    /// <summary>Whether redirects name the issuer (RFC 9207).</summary>
    [JsonPropertyName("authorization_response_iss_parameter_supported")]
    public bool RedirectsNameIssuer { get; init; } = true;

    /// <summary>What ID tokens are signed with.</summary>
    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string> SigningAlgorithms { get; init; } = ["ES256"];

    /// <summary>The same identifier for all clients.</summary>
    [JsonPropertyName("subject_types_supported")]
    public IReadOnlyList<string> SubjectTypes { get; init; } = ["public"];

    internal static ProviderMetadata Of(string issuer)
    {
        var root = issuer.TrimEnd('/');
        return new ProviderMetadata
        {
            Issuer = issuer,
            AuthorizationEndpoint = $"{root}/connect/authorize",
            TokenEndpoint = $"{root}/connect/token",
            UserInfoEndpoint = $"{root}/connect/userinfo",
            RevocationEndpoint = $"{root}/connect/revoke",
            IntrospectionEndpoint = $"{root}/connect/introspect",
            JwksUri = $"{root}/.well-known/jwks.json",
        };
    }
}
