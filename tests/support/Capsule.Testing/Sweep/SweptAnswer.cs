using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Capsule.Testing.Sweep;

/// <summary>An answer, as far as a sweep looks at it.</summary>
/// <param name="Status">The status.</param>
/// <param name="Type">The end of the problem's type, or the OAuth error; empty where there is neither.</param>
/// <param name="Named">What it says is wrong: the fields of <c>errors</c>.</param>
/// <param name="Description">That of an OAuth error (RFC 6749, section 5.2).</param>
/// <param name="Text">The body.</param>
/// <param name="Flaw">What no answer may have; null when it is sound.</param>
internal sealed record SweptAnswer(int Status, string Type, IReadOnlyList<string> Named, string Description, string Text, string? Flaw)
{
    private const string Prefix = "urn:capsule:problem:";

    private static readonly string[] OAuthErrors =
    [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_scope",
        "unauthorized_client",
        "unsupported_grant_type",
        "unsupported_response_type",
    ];

    public bool IsTaken => Status is >= 200 and < 300;

    public bool IsRefused => Status is >= 400 and < 500;

    /// <summary>Whether it refuses without a word, as the web server itself does what is no path or header.</summary>
    public bool IsBare => Status >= 400 && Text.Length == 0;

    /// <summary>Reads an answer; a redirect to where the operation may redirect counts as one that was taken.</summary>
    public static async Task<SweptAnswer> ReadAsync(HttpResponseMessage response, ApiOperation operation, bool isRedirect)
    {
        var (status, text) = (isRedirect ? (int)HttpStatusCode.OK : (int)response.StatusCode, await response.Content.ReadAsStringAsync());
        var json = Parse(text);
        var type = Member(json, "type") ?? Member(json, "error") ?? "";
        return new SweptAnswer(
            status,
            type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type,
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty("errors", out var errors)
                ? [.. errors.EnumerateObject().Select(error => error.Name)]
                : [],
            Member(json, "error_description") ?? "",
            text.Length > 400 ? text[..400] : text,
            Find(response, operation, status, type, text)
        );
    }

    /// <summary>Whether it says that this is what is wrong.</summary>
    public bool Names(string field) =>
        Named.Any(name =>
            name == field
            || name.StartsWith($"{field}[", StringComparison.Ordinal)
            || name.StartsWith($"{field}.", StringComparison.Ordinal)
        ) || (OAuthErrors.Contains(Type) && Regex.IsMatch(Description, $@"\b{Regex.Escape(field)}\b"));

    private static string? Find(HttpResponseMessage response, ApiOperation operation, int status, string type, string text) =>
        status switch
        {
            >= 500 when !IsNotReady(response, operation, type) => "is a failure of the service",
            >= 300 and < 400 => "is a redirect",
            _ when response
                    .Headers.Concat(response.Content.Headers)
                    .Any(header => header.Key.StartsWith(BadText.Injected, StringComparison.OrdinalIgnoreCase)) =>
                "has a header that the request made up",
            _ when text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal) =>
                "shows the inside of the service",
            >= 400 when text.Length > 0 && !type.StartsWith(Prefix, StringComparison.Ordinal) && !OAuthErrors.Contains(type) =>
                "is neither a problem nor an OAuth error",
            _ => null,
        };

    // ApiProblem.NotReady: a 503 of a type of its own that says when to come back. A fault has the type service-unavailable, or none.
    private static bool IsNotReady(HttpResponseMessage response, ApiOperation operation, string type) =>
        response.StatusCode == HttpStatusCode.ServiceUnavailable
        && operation.Statuses.Contains((int)HttpStatusCode.ServiceUnavailable)
        && type.StartsWith(Prefix, StringComparison.Ordinal)
        && type.EndsWith("-not-ready", StringComparison.Ordinal)
        && response.Headers.RetryAfter?.Delta > TimeSpan.Zero;

    private static JsonElement Parse(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
