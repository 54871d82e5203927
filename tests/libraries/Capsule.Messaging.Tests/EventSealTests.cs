using System.Security.Cryptography;
using System.Text.Json;

namespace Capsule.Messaging.Tests;

public sealed class EventSealTests
{
    private const string Subject = "01a1fe12-6a2c-75e7-998c-ee74ff25ac99 ada@example.com";
    private static readonly string Key = Convert.ToBase64String(SHA256.HashData("key"u8));
    private static readonly Dictionary<string, string> Values = new() { ["token"] = "DNYy_3NRGkeVrom", ["ü"] = "\"é\n" };
    private readonly EventSeal _seal = new(Key);

    [Fact]
    public void What_is_sealed_opens_for_the_same_subject_and_looks_different_each_time()
    {
        var (one, other) = (_seal.Seal(Subject, Values), _seal.Seal(Subject, Values));

        Assert.Equal(Values, _seal.Open(Subject, one));
        Assert.Equal(Values, new EventSeal(Key).Open(Subject, other));
        Assert.NotEqual(one, other);
        Assert.DoesNotContain(Values["token"], one, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_compact_JWE_with_a_direct_key()
    {
        var parts = _seal.Seal(Subject, Values).Split('.');

        Assert.Equal((5, ""), (parts.Length, parts[1]));
        var header = JsonSerializer.Deserialize<Dictionary<string, string>>(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]))!;
        Assert.Equal(("dir", "A256GCM", Subject), (header["alg"], header["enc"], header["sub"]));

        // What RFC 7516, section 5.2 says an opener does.
        var values = new byte[System.Buffers.Text.Base64Url.DecodeFromChars(parts[3]).Length];
        using var aes = new AesGcm(Convert.FromBase64String(Key), 16);
        aes.Decrypt(
            System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]),
            System.Buffers.Text.Base64Url.DecodeFromChars(parts[3]),
            System.Buffers.Text.Base64Url.DecodeFromChars(parts[4]),
            values,
            System.Text.Encoding.ASCII.GetBytes(parts[0])
        );
        Assert.Equal(Values, JsonSerializer.Deserialize<Dictionary<string, string>>(values));
    }

    [Fact]
    public void Nobody_moves_it_to_another_recipient()
    {
        var text = _seal.Seal(Subject, Values);

        var refused = Assert.Throws<CryptographicException>(() =>
            _seal.Open(Subject.Replace("ada", "eve", StringComparison.Ordinal), text)
        );

        Assert.Equal("The text belongs to another event.", refused.Message);
    }

    [Fact]
    public void Whatever_is_changed_does_not_open()
    {
        var text = _seal.Seal(Subject, Values);

        for (var i = 0; i < text.Length; i += 5)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.ThrowsAny<CryptographicException>(() => _seal.Open(Subject, changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("a.b.c.d.e")]
    [InlineData("bnVsbA....")]
    [InlineData("eyJhbGciOiJub25lIn0....")]
    [InlineData("%.%.%.%.%")]
    public void What_is_no_seal_does_not_open(string text) => Assert.ThrowsAny<CryptographicException>(() => _seal.Open(Subject, text));

    [Fact]
    public void Another_key_is_named()
    {
        var other = new EventSeal(Convert.ToBase64String(SHA256.HashData("another"u8)));

        var refused = Assert.Throws<CryptographicException>(() => other.Open(Subject, _seal.Seal(Subject, Values)));

        Assert.StartsWith("The text is encrypted with the key ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_key_is_refused(string key)
    {
        Assert.False(EventSeal.IsKey(key));
        Assert.Throws<ArgumentException>(() => new EventSeal(key));
    }
}
