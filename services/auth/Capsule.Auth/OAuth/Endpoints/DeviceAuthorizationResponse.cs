using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The answer to a device authorization request (RFC 8628, section 3.2).</summary>
/// <param name="DeviceCode">What the device asks for its tokens with.</param>
/// <param name="UserCode">What the user types at <paramref name="VerificationUri"/>.</param>
/// <param name="VerificationUri">The page where the user allows it.</param>
/// <param name="VerificationUriComplete">The same, with the code filled in.</param>
/// <param name="ExpiresIn">For how many seconds the codes are good.</param>
public sealed record DeviceAuthorizationResponse(
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("verification_uri_complete")] string VerificationUriComplete,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);
