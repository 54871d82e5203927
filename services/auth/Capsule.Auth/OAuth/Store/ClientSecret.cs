using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.OAuth.Store;

/// <summary>A client's secret: 256 random bits in base64url. The database keeps its hash.</summary>
/// <param name="Text">The secret, which the client gets once.</param>
/// <param name="Hash">SHA-256 of the secret in base64, which the database keeps.</param>
internal sealed record ClientSecret(string Text, string Hash)
{
    private const int Size = 32;

    /// <summary>Makes a new secret.</summary>
    public static ClientSecret Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return new ClientSecret(text, HashOf(text));
    }

    /// <summary>Returns the SHA-256 in base64; a secret of 256 random bits needs no slower hash.</summary>
    public static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a hash is that of a secret; in constant time.</summary>
    public static bool Matches(string secret, string? hash) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(HashOf(secret))),
            SHA256.HashData(Encoding.UTF8.GetBytes(hash ?? ""))
        );

    // Keeps the secret out of logs.
    public override string ToString() => nameof(ClientSecret);
}
