using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>Why the token endpoint gives none (RFC 6749, section 5.2).</summary>
/// <param name="Error">One of the codes of the RFC.</param>
/// <param name="Description">For a developer.</param>
public sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description
);
