using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The error of an OAuth endpoint (RFC 6749, section 5.2).</summary>
/// <param name="Error">One of the error codes of the RFC.</param>
/// <param name="Description">A description for developers.</param>
public sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description
);
