using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Secrets;

/// <summary>The master key, from which a key is derived for each purpose (HKDF, RFC 5869).</summary>
internal sealed class MasterKey
{
    /// <summary>The key's size in bytes.</summary>
    public const int Size = 32;

    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = BinaryPrimitives.ReadUInt32BigEndian(Derive("identifier"));
    }

    /// <summary>An identifier that reveals nothing about the key.</summary>
    public uint Id { get; }

    public static string[] Split(string keys) => keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a key in base64; null when the text is no base64 or has the wrong size.</summary>
    public static MasterKey? TryParse(string text)
    {
        var key = new byte[Size];
        return Convert.TryFromBase64String(text, key, out var length) && length == Size ? new MasterKey(key) : null;
    }

    /// <summary>
    /// Returns the key for a purpose, 32 bytes, which the caller must not change. Keys are cached, because there are only a few purposes.
    /// </summary>
    public byte[] Derive(string purpose) => _derived.GetOrAdd(purpose, Expand);

    private byte[] Expand(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes("capsule auth " + purpose));
}
