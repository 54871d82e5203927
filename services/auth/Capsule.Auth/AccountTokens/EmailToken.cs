using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.AccountTokens;

/// <summary>A token for an e-mail: 256 random bits in base64url. What is kept of it is its hash.</summary>
/// <param name="Text">What the e-mail carries.</param>
/// <param name="Hash">What the database keeps.</param>
internal sealed record EmailToken(string Text, byte[] Hash)
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MostLength = 100;

    private const int Size = 32;

    public static EmailToken Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return new EmailToken(text, HashOf(text));
    }

    /// <summary>SHA-256: 256 random bits need no slower one.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Not the token.
    public override string ToString() => nameof(EmailToken);
}
