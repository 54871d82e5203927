using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The body of <c>POST /connect/authorize</c>: the parameters of RFC 6749, section 4.1.1, and RFC 7636, section 4.3.</summary>
public sealed record AuthorizeRequest
{
    /// <summary>The client.</summary>
    [JsonPropertyName("client_id")]
    public string ClientId { get; init; } = "";

    /// <summary>One of the client's redirect URIs, to which the code is sent.</summary>
    [JsonPropertyName("redirect_uri")]
    public string RedirectUri { get; init; } = "";

    /// <summary><c>code</c>, which is also the default.</summary>
    [JsonPropertyName("response_type")]
    public string? ResponseType { get; init; }

    /// <summary>The scopes to grant. Default: all scopes that both the client and the user's token have.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>A value that the client gets back in the redirect.</summary>
    [JsonPropertyName("state")]
    public string? State { get; init; }

    /// <summary>A value that the client gets back in the ID token.</summary>
    [JsonPropertyName("nonce")]
    public string? Nonce { get; init; }

    /// <summary>SHA-256 of the verifier, in base64url.</summary>
    [JsonPropertyName("code_challenge")]
    public string CodeChallenge { get; init; } = "";

    /// <summary><c>S256</c>, which is also the default.</summary>
    [JsonPropertyName("code_challenge_method")]
    public string? CodeChallengeMethod { get; init; }

    /// <summary>Returns the query that a browser would send for the request.</summary>
    internal QueryString ToQuery() =>
        QueryString.Create(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["client_id"] = ClientId,
                ["redirect_uri"] = RedirectUri,
                ["response_type"] = ResponseType ?? "code",
                ["scope"] = Scope,
                ["state"] = State,
                ["nonce"] = Nonce,
                ["code_challenge"] = CodeChallenge,
                ["code_challenge_method"] = CodeChallengeMethod ?? "S256",
            }.Where(parameter => parameter.Value is not null)
        );
}
