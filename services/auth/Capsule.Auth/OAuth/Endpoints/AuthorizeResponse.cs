using System.Text.Json.Serialization;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The address to send the user to.</summary>
/// <param name="RedirectTo">The client's address with <c>code</c>, <c>state</c> and <c>iss</c> (RFC 9207).</param>
public sealed record AuthorizeResponse([property: JsonPropertyName("redirect_to")] string RedirectTo)
{
    // Keeps the code out of logs.
    public override string ToString() => nameof(AuthorizeResponse);
}
