using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The body of <c>POST /connect/authorize</c>: the parameters of RFC 6749, section 4.1.1, and RFC 7636, section 4.3.</summary>
public sealed record AuthorizeRequest
{
    /// <summary>The client.</summary>
    [JsonPropertyName("client_id")]
    public string ClientId { get; init; } = "";

    /// <summary>Where the code goes; one of the client's.</summary>
    [JsonPropertyName("redirect_uri")]
    public string RedirectUri { get; init; } = "";

    /// <summary><c>code</c>, which nothing means too.</summary>
    [JsonPropertyName("response_type")]
    public string? ResponseType { get; init; }

    /// <summary>What the client is to be allowed; all that it and the user's token may unless given.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>What the client wants to find again in the redirect.</summary>
    [JsonPropertyName("state")]
    public string? State { get; init; }

    /// <summary>What the client wants to find again in the ID token.</summary>
    [JsonPropertyName("nonce")]
    public string? Nonce { get; init; }

    /// <summary>SHA-256 of the verifier, in base64url.</summary>
    [JsonPropertyName("code_challenge")]
    public string CodeChallenge { get; init; } = "";

    /// <summary><c>S256</c>, which nothing means too.</summary>
    [JsonPropertyName("code_challenge_method")]
    public string? CodeChallengeMethod { get; init; }

    /// <summary>The same request as a browser would send it.</summary>
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
