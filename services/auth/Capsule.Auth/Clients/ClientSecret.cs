using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Clients;

/// <summary>A new client's secret: 256 random bits in base64url. What is kept of it is its hash.</summary>
/// <param name="Text">What the client gets, once.</param>
/// <param name="Hash">What the database keeps.</param>
internal sealed record ClientSecret(string Text, byte[] Hash)
{
    private const int Size = 32;

    // Of a secret that nobody has: a client that does not exist takes as long as a wrong secret.
    private static readonly byte[] Nobodys = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public static ClientSecret Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return new ClientSecret(text, HashOf(text));
    }

    /// <summary>SHA-256: 256 random bits need no slower one.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a secret is the client's, or the one before while that is good; in constant time.</summary>
    public static bool IsRight(Client? client, string secret, DateTimeOffset now)
    {
        var hash = HashOf(secret);
        var present = CryptographicOperations.FixedTimeEquals(hash, client?.SecretHash ?? Nobodys);
        var previous = CryptographicOperations.FixedTimeEquals(hash, client?.PreviousSecretHash ?? Nobodys);
        return present || (previous && client?.PreviousSecretExpiresAt > now);
    }

    // Not the secret.
    public override string ToString() => nameof(ClientSecret);
}
