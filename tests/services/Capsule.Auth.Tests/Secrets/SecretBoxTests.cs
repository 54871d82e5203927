using System.Security.Cryptography;
using Capsule.Auth.Secrets;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tests.Secrets;

public sealed class SecretBoxTests
{
    private static readonly byte[] Secret = "a secret"u8.ToArray();
    private readonly SecretBox _box = Box(AuthHost.MasterKey);

    [Fact]
    public void What_is_sealed_opens_in_its_place_and_looks_different_each_time()
    {
        var one = _box.Seal(Secret, "here");
        var other = _box.Seal(Secret, "here");

        Assert.NotEqual(one, other);
        Assert.Equal(Secret, _box.Open(one, "here"));
        Assert.Throws<AuthenticationTagMismatchException>(() => _box.Open(one, "there"));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        var sealedSecret = _box.Seal(Secret, "here");

        for (var bit = 0; bit < sealedSecret.Length * 8; bit++)
        {
            var changed = (byte[])sealedSecret.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => _box.Open(changed, "here"));
        }

        Assert.All(
            Enumerable.Range(0, sealedSecret.Length),
            length => Assert.ThrowsAny<CryptographicException>(() => _box.Open(sealedSecret.AsSpan(0, length), "here"))
        );
    }

    [Fact]
    public void A_retired_master_key_opens_and_proves_but_seals_nothing_new()
    {
        var sealedSecret = _box.Seal(Secret, "here");
        var tag = _box.Authenticate(Secret, "purpose");
        var newKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        var renewed = Box(newKey, AuthHost.MasterKey);

        Assert.Equal(Secret, renewed.Open(sealedSecret, "here"));
        Assert.True(renewed.IsAuthentic(Secret, tag, "purpose"));
        Assert.False(renewed.IsAuthentic(Secret, tag, "another purpose"));
        Assert.False(_box.IsAuthentic(Secret, renewed.Authenticate(Secret, "purpose"), "purpose"));
        Assert.Contains(
            "Auth:RetiredMasterKeys",
            Assert.Throws<CryptographicException>(() => Box(newKey).Open(sealedSecret, "here")).Message,
            StringComparison.Ordinal
        );
    }

    private static SecretBox Box(string key, string retired = "") =>
        new(Options.Create(new MasterKeyOptions { MasterKey = key, RetiredMasterKeys = retired }));
}
