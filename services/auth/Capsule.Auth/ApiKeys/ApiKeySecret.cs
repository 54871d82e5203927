using System.Security.Cryptography;
using System.Text;
using Capsule.Security;

namespace Capsule.Auth.ApiKeys;

/// <summary>A new API key. What is kept of it is its public part and its hash.</summary>
/// <param name="Text">What the owner gets, once.</param>
/// <param name="Prefix">The public part.</param>
/// <param name="Hash">What the database keeps.</param>
internal sealed record ApiKeySecret(string Text, string Prefix, byte[] Hash)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static ApiKeySecret Make()
    {
        var prefix = RandomNumberGenerator.GetString(Letters, ApiKeyFormat.PublicLength);
        var text = $"{ApiKeyFormat.Start}{prefix}_{RandomNumberGenerator.GetHexString(ApiKeyFormat.SecretLength, lowercase: true)}";
        return new ApiKeySecret(text, prefix, HashOf(text));
    }

    /// <summary>SHA-256: 256 random bits need no slower one.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // Not the key.
    public override string ToString() => nameof(ApiKeySecret);
}
