using System.Text;
using System.Text.Json;

namespace Capsule.Migrations;

/// <summary>What a dead letter holds.</summary>
/// <param name="ContentType">As the message said.</param>
/// <param name="Headers">Its AMQP headers.</param>
/// <param name="Detail">The exception with its stack.</param>
/// <param name="Bytes">The body.</param>
internal sealed record DeadLetterContent(string? ContentType, JsonElement Headers, string? Detail, byte[] Bytes)
{
    /// <summary>The body if it is JSON.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize<JsonElement>(Bytes);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>The body if it is text.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }
}
