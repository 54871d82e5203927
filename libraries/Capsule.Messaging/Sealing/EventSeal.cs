using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Capsule.Messaging;

/// <summary>
/// Encrypts the part of an event that only its consumer may read, with a key that publisher and consumer share. The result is a compact JWE
/// (RFC 7516) with <c>dir</c> and <c>A256GCM</c>, which libraries in any language can open. The header's <c>sub</c> names the event, so
/// that the result cannot be moved to another event.
/// </summary>
public sealed class EventSeal
{
    /// <summary>The size of the key in bytes.</summary>
    public const int KeySize = 32;

    private const string Direct = "dir";
    private const string Aes256Gcm = "A256GCM";
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;
    private readonly string _kid;

    /// <summary>Creates the seal with a base64 key.</summary>
    /// <exception cref="ArgumentException">The key is not <see cref="KeySize"/> bytes in base64.</exception>
    public EventSeal(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!IsKey(key))
        {
            throw new ArgumentException($"A key must be {KeySize} bytes in base64.", nameof(key));
        }

        _key = Convert.FromBase64String(key);
        _kid = Base64Url.EncodeToString(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, outputLength: 6, info: "capsule event seal identifier"u8.ToArray())
        );
    }

    /// <summary>Returns whether a text is a valid key: <see cref="KeySize"/> bytes in base64.</summary>
    public static bool IsKey(string text) => Convert.TryFromBase64String(text, new byte[KeySize + 1], out var length) && length == KeySize;

    /// <summary>Encrypts named values.</summary>
    /// <param name="subject">What the values belong to, such as the event's identifier and its recipient.</param>
    /// <param name="values">The values.</param>
    public string Seal(string subject, IReadOnlyDictionary<string, string> values)
    {
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Header(Direct, Aes256Gcm, _kid, subject)));
        var text = JsonSerializer.SerializeToUtf8Bytes(values);
        var (nonce, sealedText, tag) = (RandomNumberGenerator.GetBytes(NonceSize), new byte[text.Length], new byte[TagSize]);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, text, sealedText, tag, Encoding.ASCII.GetBytes(header));
        return $"{header}..{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(sealedText)}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary>Decrypts a result of <see cref="Seal"/> for the same subject.</summary>
    /// <exception cref="CryptographicException">
    /// The text was changed, belongs to another subject, or is encrypted with another key.
    /// </exception>
    public IReadOnlyDictionary<string, string> Open(string subject, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Split('.') is [var header, "", var nonce, var sealedText, var tag]
                ? Open(
                    subject,
                    header,
                    Base64Url.DecodeFromChars(nonce),
                    Base64Url.DecodeFromChars(sealedText),
                    Base64Url.DecodeFromChars(tag)
                )
                : throw new CryptographicException("The text is not a compact JWE with a direct key.");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException)
        {
            throw new CryptographicException("The text is not a compact JWE.", exception);
        }
    }

    private Dictionary<string, string> Open(string subject, string header, byte[] nonce, byte[] sealedText, byte[] tag)
    {
        switch (JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(header)))
        {
            case not { Algorithm: Direct, Encryption: Aes256Gcm }:
                throw new CryptographicException("The text is not encrypted with dir and A256GCM.");
            case { KeyId: var kid } when kid != _kid:
                throw new CryptographicException($"The text is encrypted with the key {kid}, not with {_kid}.");
            case { Subject: var other } when other != subject:
                throw new CryptographicException("The text belongs to another event.");
        }

        var values = new byte[sealedText.Length];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(nonce, sealedText, tag, values, Encoding.ASCII.GetBytes(header));
        return JsonSerializer.Deserialize<Dictionary<string, string>>(values)!;
    }

    private sealed record Header(
        [property: JsonPropertyName("alg")] string? Algorithm,
        [property: JsonPropertyName("enc")] string? Encryption,
        [property: JsonPropertyName("kid")] string? KeyId,
        [property: JsonPropertyName("sub")] string? Subject
    );
}
