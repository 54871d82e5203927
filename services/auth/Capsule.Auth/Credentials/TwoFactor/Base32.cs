using System.Text;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>Base32 (RFC 4648, section 6) without padding, the notation of secrets in authenticator apps.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsOfLetter = 5;

    public static bool Contains(char letter) => Alphabet.Contains(letter, StringComparison.Ordinal);

    public static string Encode(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(((data.Length * 8) + BitsOfLetter - 1) / BitsOfLetter);
        var (buffer, bits) = (0, 0);
        foreach (var value in data)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            while (bits >= BitsOfLetter)
            {
                bits -= BitsOfLetter;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(buffer << (BitsOfLetter - bits)) & 31]).ToString() : text.ToString();
    }
}
