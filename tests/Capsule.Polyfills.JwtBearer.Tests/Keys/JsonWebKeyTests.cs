using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Keys;

public sealed class JsonWebKeyTests
{
    [Fact]
    public void A_key_set_yields_the_keys_that_verify_signatures()
    {
        var set = new JsonWebKeySet(Set(
            TestSigningKey.Es256("a").ToJwk(),
            TestSigningKey.Rs256("b").ToJwk(),
            Changed(TestSigningKey.Es256("encryption").ToJwk(), "use", "enc"),
            new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = "AAAA" },
            new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = "AAAA", ["kid"] = "okp" }));

        Assert.Equal(5, set.Keys.Count);
        Assert.Equal(["a", "b"], set.GetSigningKeys().Select(key => key.KeyId));
        Assert.Equal([256, 2048], set.GetSigningKeys().Select(key => key.KeySize));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"keys":{}}""")]
    public void What_is_no_key_set_is_an_argument_error(string json) => Assert.ThrowsAny<ArgumentException>(() => new JsonWebKeySet(json));

    [Theory]
    [InlineData("x", "AAAA")]
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x", null)]
    [InlineData("y", "not base64url!")]
    [InlineData("crv", "P-384")]
    [InlineData("kty", "RSA")]
    public void An_EC_key_that_is_none_is_passed_over(string member, string? value) =>
        Assert.Empty(new JsonWebKeySet(Set(Changed(TestSigningKey.Es256("a").ToJwk(), member, value))).GetSigningKeys());

    [Theory]
    [InlineData("a", 0, true)]
    [InlineData("b", 0, false)]
    [InlineData("a", 1, false)]
    public async Task A_key_can_be_given_as_a_platform_key(string signer, int verifier, bool valid)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var keys = new Dictionary<string, TestSigningKey> { ["a"] = TestSigningKey.Es256("a"), ["b"] = TestSigningKey.Rs256("b") };
        curve.ImportSubjectPublicKeyInfo(keys["a"].PublicKey, out _);
        rsa.ImportSubjectPublicKeyInfo(keys["b"].PublicKey, out _);
        SecurityKey[] verifiers = [new ECDsaSecurityKey(curve), new RsaSecurityKey(rsa)];
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = TestAuthority.Issuer, ValidAudience = TestAuthority.Audience, IssuerSigningKey = verifiers[verifier],
        };

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(keys[signer].Token(TestAuthority.Claims()), parameters);

        Assert.Equal(valid, result.IsValid);
    }

    [Fact]
    public async Task An_RSA_key_of_1024_bits_verifies_nothing()
    {
        Assert.SkipWhen(typeof(JsonWebTokenHandler).Assembly.GetName().Name == "Microsoft.IdentityModel.JsonWebTokens", "The official package takes such keys; the polyfill is stricter.");
        var weak = TestSigningKey.Rs256("weak", 1024);
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(weak.PublicKey, out _);
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = TestAuthority.Issuer, ValidAudience = TestAuthority.Audience, IssuerSigningKey = new RsaSecurityKey(rsa),
        };

        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync(weak.Token(TestAuthority.Claims()), parameters)).IsValid);
    }

    [Fact]
    public async Task A_key_verifies_on_many_threads_at_once()
    {
        var signer = TestSigningKey.Es256("a");
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = TestAuthority.Issuer,
            ValidAudience = TestAuthority.Audience,
            IssuerSigningKeys = new JsonWebKeySet(Set(signer.ToJwk())).GetSigningKeys(),
        };
        var handler = new JsonWebTokenHandler();
        var good = signer.Token(TestAuthority.Claims());
        var bad = TestSigningKey.Es256("a").Token(TestAuthority.Claims());

        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            Assert.Equal(i % 2 == 0, (await handler.ValidateTokenAsync(i % 2 == 0 ? good : bad, parameters)).IsValid));
    }

    private static string Set(params JsonObject[] keys) => new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();

    private static JsonObject Changed(JsonObject key, string member, string? value)
    {
        key[member] = value;
        return key;
    }
}
