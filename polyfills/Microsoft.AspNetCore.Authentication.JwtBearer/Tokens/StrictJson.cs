using System.Text.Json;
using System.Text.Unicode;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>Reads JSON that means one thing to every reader: valid UTF-8, no member twice at any level, no comments.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">It is not such an object.</exception>
    public static JsonDocument ReadObject(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new JsonException("The text is not valid UTF-8.");
        }

        var document = JsonDocument.Parse(utf8, Options);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new JsonException("The JSON is not an object.");
    }

    /// <summary>Returns the member's text, or null when it is missing.</summary>
    /// <exception cref="JsonException">It is of another type, or no Unicode.</exception>
    public static string? Text(JsonElement element, ReadOnlySpan<byte> name) => element.TryGetProperty(name, out var member) ? Text(member) : null;

    /// <inheritdoc cref="Text(JsonElement, ReadOnlySpan{byte})"/>
    public static string Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new JsonException("A member must be text.");
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("Text holds half of a surrogate pair.");
        }
    }
}
