using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The answer to a pushed authorization request (RFC 9126, section 2.2).</summary>
/// <param name="RequestUri">What <c>request_uri</c> is at the authorization endpoint.</param>
/// <param name="ExpiresIn">For how many seconds it is good.</param>
public sealed record PushedAuthorizationResponse(
    [property: JsonPropertyName("request_uri")] string RequestUri,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);
