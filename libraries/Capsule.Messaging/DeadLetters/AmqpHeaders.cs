using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Capsule.Messaging;

/// <summary>
/// Converts a message's AMQP headers to JSON and back. Bytes that are not valid PostgreSQL text become <c>{"$bytes": "base64"}</c>, times
/// become <c>{"$time": seconds}</c>. Counters of the broker and its client, and the number of redeliveries, are left out.
/// </summary>
internal static class AmqpHeaders
{
    /// <summary>The header with the number of redeliveries of a message.</summary>
    public const string RedeliveriesName = "Capsule-Redeliveries";

    private const string BytesName = "$bytes";
    private const string TimeName = "$time";
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly string[] LeftOut = [RedeliveriesName, "x-delivery-count", "x-acquired-count", "x-dotnet-pub-seq-no"];

    public static string Write(IDictionary<string, object?>? headers) =>
        Table((headers ?? new Dictionary<string, object?>()).Where(header => !LeftOut.Contains(header.Key))).ToJsonString();

    public static Dictionary<string, object?> Read(string json) => Table(JsonNode.Parse(json)!.AsObject());

    public static int Redeliveries(IDictionary<string, object?>? headers) =>
        headers is not null && headers.TryGetValue(RedeliveriesName, out var count) && count is int or long or short
            ? Math.Max(0, Convert.ToInt32(count, CultureInfo.InvariantCulture))
            : 0;

    private static JsonObject Table(IEnumerable<KeyValuePair<string, object?>> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key.Replace('\0', '\uFFFD'), Node(header.Value))));

    private static JsonNode? Node(object? value) =>
        value switch
        {
            null => null,
            string text => Text(Encoding.UTF8.GetBytes(text)),
            byte[] text => Text(text),
            bool yes => JsonValue.Create(yes),
            AmqpTimestamp time => new JsonObject { [TimeName] = time.UnixTime },
            BinaryTableValue binary => new JsonObject { [BytesName] = Convert.ToBase64String(binary.Bytes) },
            float or double when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(
                Convert.ToString(value, CultureInfo.InvariantCulture)
            ),
            float or double or decimal => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            ulong number => JsonValue.Create(unchecked((long)number)),
            IDictionary<string, object?> table => Table(table),
            IList list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
            _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        };

    private static JsonNode Text(byte[] bytes)
    {
        try
        {
            if (!bytes.Contains((byte)0))
            {
                return JsonValue.Create(Utf8.GetString(bytes));
            }
        }
        catch (DecoderFallbackException)
        {
            // The bytes are not valid text.
        }

        return new JsonObject { [BytesName] = Convert.ToBase64String(bytes) };
    }

    private static Dictionary<string, object?> Table(JsonObject table) => table.ToDictionary(pair => pair.Key, pair => Value(pair.Value));

    private static object? Value(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject table when table.Count == 1 && table[BytesName] is { } bytes => Convert.FromBase64String(bytes.GetValue<string>()),
            JsonObject table when table.Count == 1 && table[TimeName] is { } time => new AmqpTimestamp(time.GetValue<long>()),
            JsonObject table => Table(table),
            JsonArray list => list.Select(Value).ToList(),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => node.GetValue<string>(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => node.AsValue().TryGetValue<long>(out var number) ? number : node.GetValue<double>(),
            },
        };
}
