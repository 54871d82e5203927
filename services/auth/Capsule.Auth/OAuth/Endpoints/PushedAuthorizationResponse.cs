using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The answer to a pushed authorization request (RFC 9126, section 2.2).</summary>
/// <param name="RequestUri">The value of <c>request_uri</c> at the authorization endpoint.</param>
/// <param name="ExpiresIn">Lifetime of the request in seconds.</param>
public sealed record PushedAuthorizationResponse(
    [property: JsonPropertyName("request_uri")] string RequestUri,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);
