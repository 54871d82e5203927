using System.Text.Json;
using Capsule.Cli.Output;

namespace Capsule.Cli.Credentials;

/// <summary>An answer of one of auth's OAuth 2.0 endpoints.</summary>
internal sealed record AuthAnswer
{
    /// <summary>Whether it is what was asked for.</summary>
    public bool IsSuccess { get; init; }

    /// <summary>Whether auth did not answer, or has too much to do; it may later.</summary>
    public bool IsUnavailable { get; init; }

    /// <summary>The error code (RFC 6749, section 5.2); null when the answer has none.</summary>
    public string? Error { get; init; }

    /// <summary>A sentence that says what went wrong.</summary>
    public required string Reason { get; init; }

    /// <summary>The body, as JSON.</summary>
    public JsonElement Document { get; init; }

    /// <summary>A text of the document.</summary>
    public string? Text(string name) => Text(Document, name);

    /// <summary>A number of the document that is above zero.</summary>
    public int? Number(string name) =>
        Cell.Property(Document, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number > 0
            ? number
            : null;

    /// <summary>A text of a document.</summary>
    public static string? Text(JsonElement document, string name) =>
        Cell.Property(document, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    // Not the tokens.
    public override string ToString() => Reason;
}
