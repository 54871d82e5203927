using System.Security.Cryptography;
using System.Text;
using Capsule.Security;

namespace Capsule.Auth.ApiKeys;

/// <summary>A new API key. The database keeps the public part and the hash.</summary>
/// <param name="Text">The whole key, which the owner gets once.</param>
/// <param name="Prefix">The public part.</param>
/// <param name="Hash">SHA-256 of the whole key.</param>
internal sealed record ApiKeySecret(string Text, string Prefix, byte[] Hash)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static ApiKeySecret Make()
    {
        var prefix = RandomNumberGenerator.GetString(Letters, ApiKeyFormat.PublicLength);
        var text = $"{ApiKeyFormat.Start}{prefix}_{RandomNumberGenerator.GetHexString(ApiKeyFormat.SecretLength, lowercase: true)}";
        return new ApiKeySecret(text, prefix, HashOf(text));
    }

    /// <summary>Returns the SHA-256; a secret of 256 random bits needs no slower hash.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // Keeps the key out of logs.
    public override string ToString() => nameof(ApiKeySecret);
}
