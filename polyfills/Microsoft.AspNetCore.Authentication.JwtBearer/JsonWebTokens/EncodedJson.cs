using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>A part of a token that holds JSON.</summary>
internal static class EncodedJson
{
    /// <summary>Returns what <paramref name="read"/> makes of it; the JSON is gone afterwards.</summary>
    /// <exception cref="SecurityTokenMalformedException">
    /// It is not canonical base64url of one JSON object, or <paramref name="read"/> refuses it.
    /// </exception>
    public static T Read<T>(ReadOnlySpan<char> encoded, string part, Func<JsonElement, T> read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(encoded.Length));
        try
        {
            if (!StrictBase64Url.TryDecode(encoded, buffer, out var length))
            {
                throw new SecurityTokenMalformedException($"The token's {part} is not base64url.");
            }

            using var document = StrictJson.ReadObject(buffer.AsMemory(0, length));
            return read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new SecurityTokenMalformedException($"The token's {part} cannot be read.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
