using System.Buffers;
using System.Text.Json;

namespace Capsule.Messaging;

/// <summary>Wraps an event's JSON in MassTransit's envelope without knowing the event's type.</summary>
internal static class EventEnvelope
{
    public const string ContentType = "application/vnd.masstransit+json";

    /// <summary>The options that serialize events.</summary>
    public static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public static ReadOnlyMemory<byte> Write(Guid messageId, EventName name, string payload, DateTimeOffset sentAt, string? tenant = null)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("messageId", messageId);
        json.WriteStartArray("messageType");
        json.WriteStringValue(name.MessageType);
        json.WriteEndArray();
        json.WritePropertyName("message");
        json.WriteRawValue(payload, skipInputValidation: true);
        json.WriteString("sentTime", sentAt.UtcDateTime);
        json.WriteStartObject("headers");
        if (tenant is not null)
        {
            json.WriteString(MessageHeaders.Tenant, tenant);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads the identifier and types of an envelope from any sender; both are empty when the body is no envelope.</summary>
    public static EnvelopeHead ReadHead(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? ReadHead(root) : EnvelopeHead.None;
        }
        catch (JsonException)
        {
            return EnvelopeHead.None;
        }
    }

    private static EnvelopeHead ReadHead(JsonElement root)
    {
        Guid? id =
            root.TryGetProperty("messageId", out var text) && text.ValueKind == JsonValueKind.String && text.TryGetGuid(out var value)
                ? value
                : null;
        return root.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array
            ? new EnvelopeHead(
                id,
                [.. types.EnumerateArray().Where(type => type.ValueKind == JsonValueKind.String).Select(type => type.GetString()!)]
            )
            : new EnvelopeHead(id, []);
    }
}
