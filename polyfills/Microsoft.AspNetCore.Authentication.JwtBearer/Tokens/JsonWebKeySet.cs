using System.Text;
using System.Text.Json;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>The keys that an authority publishes (RFC 7517 §5).</summary>
public class JsonWebKeySet
{
    public JsonWebKeySet()
    {
    }

    /// <exception cref="ArgumentException">The text is not a key set. A key of it that cannot be read is passed over.</exception>
    public JsonWebKeySet(string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(json);
        try
        {
            using var document = StrictJson.ReadObject(Encoding.UTF8.GetBytes(json));
            if (!document.RootElement.TryGetProperty("keys"u8, out var keys) || keys.ValueKind != JsonValueKind.Array)
            {
                throw new JsonException("The array \"keys\" is missing.");
            }

            foreach (var key in keys.EnumerateArray())
            {
                Add(key);
            }
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The text is not a JSON Web Key Set.", nameof(json), exception);
        }
    }

    public IList<JsonWebKey> Keys { get; } = [];

    /// <summary>Returns the keys that verify signatures; those meant for something else, or of kinds not supported, are left out.</summary>
    public IList<SecurityKey> GetSigningKeys() => [.. Keys.Select(static key => key.ToSigningKey()).OfType<SecurityKey>()];

    // RFC 7517 §5: keys that are not understood are ignored, so that an authority may publish new kinds.
    private void Add(JsonElement key)
    {
        try
        {
            if (key.ValueKind == JsonValueKind.Object)
            {
                Keys.Add(new JsonWebKey(key));
            }
        }
        catch (JsonException)
        {
        }
    }
}
