using System.Buffers;

namespace Capsule.Security;

/// <summary>The format of API keys: <c>cap_</c>, a public part, <c>_</c>, and 256 random bits in hexadecimal.</summary>
public static class ApiKeyFormat
{
    /// <summary>The prefix of every API key; no other bearer token has it.</summary>
    public const string Start = "cap_";

    /// <summary>The length of the public part: letters and digits.</summary>
    public const int PublicLength = 12;

    /// <summary>The length of the secret: hexadecimal digits.</summary>
    public const int SecretLength = 64;

    private const int Length = 4 + PublicLength + 1 + SecretLength;
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Returns whether a bearer token looks like an API key.</summary>
    public static bool HasPrefix(ReadOnlySpan<char> bearer) => bearer.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>Returns the public part; null when the text is not an API key.</summary>
    public static string? PublicPart(ReadOnlySpan<char> key)
    {
        if (key.Length != Length || !HasPrefix(key) || key[Start.Length + PublicLength] != '_')
        {
            return null;
        }

        var part = key.Slice(Start.Length, PublicLength);
        return part.ContainsAnyExcept(Letters) || key[^SecretLength..].ContainsAnyExcept(Digits) ? null : part.ToString();
    }
}
