using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The answer to a device authorization request (RFC 8628, section 3.2).</summary>
/// <param name="DeviceCode">The code with which the device requests its tokens.</param>
/// <param name="UserCode">The code that the user enters at <paramref name="VerificationUri"/>.</param>
/// <param name="VerificationUri">The page at which the user grants access.</param>
/// <param name="VerificationUriComplete">The address of the page with the user code.</param>
/// <param name="ExpiresIn">Lifetime of the codes in seconds.</param>
public sealed record DeviceAuthorizationResponse(
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("verification_uri_complete")] string VerificationUriComplete,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);
