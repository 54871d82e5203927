using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Protocol;

/// <summary>Proof Key for Code Exchange (RFC 7636) with the method S256.</summary>
internal static class CodeChallenge
{
    /// <summary>Length of a challenge in characters: SHA-256 in base64url.</summary>
    public const int Length = 43;

    private static readonly SearchValues<char> Unreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    );

    /// <summary>Whether a text can be a verifier (section 4.1).</summary>
    public static bool IsVerifier(string text) => text.Length is >= 43 and <= 128 && !text.AsSpan().ContainsAnyExcept(Unreserved);

    /// <summary>Whether a text can be a challenge.</summary>
    public static bool IsChallenge(string text) => text.Length == Length && Base64Url.IsValid(text);

    /// <summary>Returns the challenge of a verifier (section 4.2).</summary>
    public static string Of(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
