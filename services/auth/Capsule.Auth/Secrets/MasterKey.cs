using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Secrets;

/// <summary>A key that others are derived from (HKDF, RFC 5869), one for each purpose.</summary>
internal sealed class MasterKey
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 32;

    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = BinaryPrimitives.ReadUInt32BigEndian(Derive("identifier"));
    }

    /// <summary>Tells keys apart without giving anything away of them.</summary>
    public uint Id { get; }

    public static string[] Split(string keys) => keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads base64; null when it is none, or not of the right size.</summary>
    public static MasterKey? TryParse(string text)
    {
        var key = new byte[Size];
        return Convert.TryFromBase64String(text, key, out var length) && length == Size ? new MasterKey(key) : null;
    }

    /// <summary>
    /// Returns the key for a purpose, 32 bytes, which are nobody's to change. Purposes are the service's own, and few: each is kept.
    /// </summary>
    public byte[] Derive(string purpose) => _derived.GetOrAdd(purpose, Expand);

    private byte[] Expand(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes("capsule auth " + purpose));
}
