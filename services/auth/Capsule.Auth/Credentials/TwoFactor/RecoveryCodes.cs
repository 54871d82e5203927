using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>Creates recovery codes: 80 random bits as four groups of base32, such as <c>mfzw-4zd2-k7qa-t3xe</c>.</summary>
internal static class RecoveryCodes
{
    /// <summary>Number of codes that a user gets.</summary>
    public const int Count = 10;

    private const int Size = 10;
    private const int Length = 16;
    private const int GroupLength = 4;

    public static string[] Make() =>
        [.. Enumerable.Range(0, Count).Select(_ => Format(Base32.Encode(RandomNumberGenerator.GetBytes(Size))))];

    /// <summary>Returns the SHA-256 of the user and the code; 80 random bits need no slower hash.</summary>
    public static byte[] HashOf(Guid userId, string code) =>
        SHA256.HashData([.. userId.ToByteArray(bigEndian: true), .. Encoding.ASCII.GetBytes(Letters(code))]);

    /// <summary>Whether a text may be a recovery code, with or without hyphens and spaces.</summary>
    public static bool LooksLikeOne(string text) => Letters(text) is { Length: Length } letters && letters.All(Base32.Contains);

    private static string Letters(string code) =>
        new([.. code.Where(letter => letter != '-' && !char.IsWhiteSpace(letter)).Select(char.ToUpperInvariant)]);

    private static string Format(string letters) =>
        string.Join('-', letters.ToLowerInvariant().Chunk(GroupLength).Select(group => new string(group)));
}
