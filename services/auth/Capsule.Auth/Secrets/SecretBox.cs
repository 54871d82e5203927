using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Secrets;

/// <summary>
/// Seals secrets for the database with AES-256-GCM (NIST SP 800-38D), and authenticates values that the service hands out with HMAC-SHA256,
/// both with keys derived from the master key. A sealed secret consists of version, id of the master key, nonce, tag and ciphertext.
/// </summary>
internal sealed class SecretBox
{
    /// <summary>The size of a tag of <see cref="Authenticate"/> in bytes.</summary>
    public const int TagSize = HMACSHA256.HashSizeInBytes;

    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int GcmTagSize = 16;
    private const int Header = 1 + sizeof(uint);
    private readonly MasterKey[] _keys;
    private readonly byte[][] _sealing;

    public SecretBox(IOptions<MasterKeyOptions> options)
    {
        _keys =
        [
            .. MasterKey.Split($"{options.Value.MasterKey},{options.Value.RetiredMasterKeys}").Select(key => MasterKey.TryParse(key)!),
        ];
        _sealing = [.. _keys.Select(key => key.Derive("sealing"))];
    }

    /// <summary>
    /// Seals a secret for one place. It opens only with the same <paramref name="place"/>, so that rows cannot be swapped.
    /// </summary>
    public byte[] Seal(ReadOnlySpan<byte> secret, string place)
    {
        var sealedSecret = new byte[Header + NonceSize + GcmTagSize + secret.Length];
        sealedSecret[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(sealedSecret.AsSpan(1), _keys[0].Id);
        var nonce = sealedSecret.AsSpan(Header, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealing[0], GcmTagSize);
        aes.Encrypt(
            nonce,
            secret,
            sealedSecret.AsSpan(Header + NonceSize + GcmTagSize),
            sealedSecret.AsSpan(Header + NonceSize, GcmTagSize),
            Encoding.UTF8.GetBytes(place)
        );
        return sealedSecret;
    }

    /// <summary>Opens a secret that <see cref="Seal"/> has sealed.</summary>
    /// <exception cref="CryptographicException">
    /// The secret was changed, or was sealed for another place or with a master key that is not configured.
    /// </exception>
    public byte[] Open(ReadOnlySpan<byte> sealedSecret, string place)
    {
        if (sealedSecret.Length < Header + NonceSize + GcmTagSize || sealedSecret[0] != Version)
        {
            throw new CryptographicException($"{place} is not a sealed secret.");
        }

        var id = BinaryPrimitives.ReadUInt32BigEndian(sealedSecret[1..]);
        var key = Array.FindIndex(_keys, key => key.Id == id);
        if (key < 0)
        {
            throw new CryptographicException($"{place} is sealed under another master key: add the earlier one to Auth:RetiredMasterKeys.");
        }

        var secret = new byte[sealedSecret.Length - Header - NonceSize - GcmTagSize];
        using var aes = new AesGcm(_sealing[key], GcmTagSize);
        aes.Decrypt(
            sealedSecret.Slice(Header, NonceSize),
            sealedSecret[(Header + NonceSize + GcmTagSize)..],
            sealedSecret.Slice(Header + NonceSize, GcmTagSize),
            secret,
            Encoding.UTF8.GetBytes(place)
        );
        return secret;
    }

    /// <summary>Derives keys of 32 bytes for a purpose, from the master key first and then from the retired ones.</summary>
    public IReadOnlyList<byte[]> Derive(string purpose) => [.. _keys.Select(key => key.Derive(purpose))];

    /// <summary>Returns a tag that proves that the service has created <paramref name="data"/> for <paramref name="purpose"/>.</summary>
    public byte[] Authenticate(ReadOnlySpan<byte> data, string purpose) => HMACSHA256.HashData(_keys[0].Derive(purpose), data);

    /// <summary>
    /// Whether <paramref name="tag"/> was created by <see cref="Authenticate"/> with the master key or a retired one; in constant time.
    /// </summary>
    public bool IsAuthentic(ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag, string purpose)
    {
        foreach (var key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key.Derive(purpose), data), tag))
            {
                return true;
            }
        }

        return false;
    }
}
