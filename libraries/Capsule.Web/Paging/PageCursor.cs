using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Capsule.Web;

/// <summary>
/// Encodes the key of a page's last row as opaque text for clients. The text is encoded, not encrypted: a key must contain nothing that the
/// caller may not know, and nothing personal, because it becomes part of a URL.
/// </summary>
internal static class PageCursor
{
    private const int MaxLength = 400;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new UtcMoment() } };

    public static string Write<TKey>(TKey key)
        where TKey : struct => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json));

    public static bool TryRead<TKey>(string text, out TKey key)
        where TKey : struct
    {
        key = default;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        try
        {
            key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(text)), Json);

            // Comparing with the re-encoded key accepts only texts that this class wrote: no missing, unknown or repeated members.
            return Write(key) == text;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Converts moments to UTC, because PostgreSQL accepts no other offset, and a cursor may be forged.</summary>
    private sealed class UtcMoment : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? reader.GetDateTimeOffset().ToUniversalTime()
                : throw new JsonException("Not a moment.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
