using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Secrets;

/// <summary>A secret that works once, such as the token of an e-mail: 256 random bits in base64url.</summary>
/// <param name="Text">The secret.</param>
/// <param name="Hash">SHA-256 of the secret, which the database keeps.</param>
internal sealed record OneTimeSecret(string Text, byte[] Hash)
{
    /// <summary>Maximum length of a presented secret in characters.</summary>
    public const int MaxLength = 100;

    private const int Size = 32;

    public static OneTimeSecret Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return new OneTimeSecret(text, HashOf(text));
    }

    /// <summary>Returns the SHA-256; a secret of 256 random bits needs no slower hash.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Keeps the secret out of logs.
    public override string ToString() => nameof(OneTimeSecret);
}
