using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Secrets;

/// <summary>A secret that works once, such as the token of an e-mail: 256 random bits in base64url, of which the hash is kept.</summary>
/// <param name="Text">What whoever is to use it gets.</param>
/// <param name="Hash">What the database keeps.</param>
internal sealed record OneTimeSecret(string Text, byte[] Hash)
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 100;

    private const int Size = 32;

    public static OneTimeSecret Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return new OneTimeSecret(text, HashOf(text));
    }

    /// <summary>SHA-256: 256 random bits need no slower one.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Not the token.
    public override string ToString() => nameof(OneTimeSecret);
}
