using System.Buffers;

namespace Capsule.Security;

/// <summary>What API keys look like: <c>cap_</c>, a public part, <c>_</c>, and 256 random bits in hexadecimal.</summary>
public static class ApiKeyFormat
{
    /// <summary>What every key begins with, and nothing else does that is sent as a bearer.</summary>
    public const string Start = "cap_";

    /// <summary>How many letters and digits the public part has.</summary>
    public const int PublicLength = 12;

    /// <summary>How many hexadecimal digits the secret has.</summary>
    public const int SecretLength = 64;

    private const int Length = 4 + PublicLength + 1 + SecretLength;
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a bearer is meant as a key.</summary>
    public static bool IsMeant(ReadOnlySpan<char> bearer) => bearer.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>Returns the public part; null when the text is no key.</summary>
    public static string? PublicPart(ReadOnlySpan<char> key)
    {
        if (key.Length != Length || !IsMeant(key) || key[Start.Length + PublicLength] != '_')
        {
            return null;
        }

        var part = key.Slice(Start.Length, PublicLength);
        return part.ContainsAnyExcept(Letters) || key[^SecretLength..].ContainsAnyExcept(Digits) ? null : part.ToString();
    }
}
