using System.Text.Json;
using Capsule.Cli.Output;

namespace Capsule.Cli.Credentials;

/// <summary>A response of one of auth's OAuth 2.0 endpoints.</summary>
internal sealed record AuthResponse
{
    /// <summary>Whether the request succeeded.</summary>
    public bool IsSuccess { get; init; }

    /// <summary>Whether auth did not answer or is overloaded, so that a later attempt may succeed.</summary>
    public bool IsUnavailable { get; init; }

    /// <summary>The error code (RFC 6749, section 5.2); null when the response has none.</summary>
    public string? Error { get; init; }

    /// <summary>A sentence that explains the failure.</summary>
    public required string Reason { get; init; }

    /// <summary>The response's JSON body.</summary>
    public JsonElement Document { get; init; }

    /// <summary>Returns a text property of the document.</summary>
    public string? Text(string name) => Text(Document, name);

    /// <summary>Returns a positive number of the document; null when there is none.</summary>
    public int? Number(string name) =>
        Cell.Property(Document, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number > 0
            ? number
            : null;

    /// <summary>Returns a text property of a document.</summary>
    public static string? Text(JsonElement document, string name) =>
        Cell.Property(document, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    // Tokens must not appear in logs.
    public override string ToString() => Reason;
}
