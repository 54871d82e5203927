using System.Buffers;
using System.Buffers.Text;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>
/// Base64url with one text for one value: no padding, no white space, unused bits of the last character zero. The framework's decoder
/// tolerates all three, so that one token could be written in several ways.
/// </summary>
internal static class StrictBase64Url
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Digits);

    public static bool IsCanonical(ReadOnlySpan<char> text)
    {
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var unused = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return unused == 0 || (Digits.IndexOf(text[^1], StringComparison.Ordinal) & unused) == 0;
    }

    /// <summary>Decodes canonical text into <paramref name="bytes"/>; false when the text is not canonical or does not fit.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return IsCanonical(text) && Base64Url.TryDecodeFromChars(text, bytes, out written);
    }

    public static byte[]? Decode(string? text) =>
        !string.IsNullOrEmpty(text) && IsCanonical(text) ? Base64Url.DecodeFromChars(text) : null;
}
