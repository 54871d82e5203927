using System.Security.Cryptography;
using System.Text;
using Capsule.Testing.Tokens;

namespace Capsule.Security.Tests.Tokens;

/// <summary>Tokens that the authority did not sign. Each is a valid one with one thing changed.</summary>
public sealed class SignatureTests(TrustedAuthority authority) : IClassFixture<TrustedAuthority>
{
    [Fact]
    public async Task Tokens_of_every_published_key_are_accepted()
    {
        await authority.AcceptsAsync(authority.Ec.Token(TestAuthority.Claims()));
        await authority.AcceptsAsync(authority.OtherEc.Token(TestAuthority.Claims()));
        await authority.AcceptsAsync(authority.Rsa.Token(TestAuthority.Claims()));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    public async Task Alg_none_without_a_signature_is_refused(string none) =>
        await authority.RefusesAsync(
            $"{Forged.Encode($$"""{"alg":"{{none}}","kid":"ec-1","typ":"at+jwt"}""")}.{Forged.Encode(Forged.Payload())}."
        );

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData("ES384")]
    [InlineData("ES256K")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("HS256")]
    [InlineData("EdDSA")]
    public async Task A_right_signature_under_another_alg_is_refused(string algorithm) =>
        await authority.RefusesAsync(authority.Ec.Token($$"""{"alg":"{{algorithm}}","kid":"ec-1","typ":"at+jwt"}""", Forged.Payload()));

    [Fact]
    public async Task A_removed_signature_is_refused() =>
        await authority.RefusesAsync(Forged.With(authority.Ec.Token(TestAuthority.Claims()), 2, _ => ""));

    [Theory]
    [InlineData("ec-1", "der")]
    [InlineData("ec-1", "pem")]
    [InlineData("ec-1", "jwk")]
    [InlineData("ec-1", "empty")]
    [InlineData("rsa-1", "der")]
    [InlineData("rsa-1", "pem")]
    [InlineData("rsa-1", "jwk")]
    public async Task HS256_with_the_public_key_as_the_secret_is_refused(string kid, string form)
    {
        var key = authority.Key(kid);
        var secret = form switch
        {
            "der" => key.PublicKey,
            "pem" => Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n"),
            "jwk" => Encoding.UTF8.GetBytes(key.ToJwk().ToJsonString()),
            _ => [],
        };
        var input = $"{Forged.Encode($$"""{"alg":"HS256","kid":"{{kid}}","typ":"at+jwt"}""")}.{Forged.Encode(Forged.Payload())}";
        var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input));

        await authority.RefusesAsync($"{input}.{TestSigningKey.Encode(mac)}", Forged.BadSignature);
    }

    [Theory]
    [InlineData("ec-1", "ES256", "ec-2")]
    [InlineData("ec-1", "ES256", "rsa-1")]
    [InlineData("ec-1", "RS256", "rsa-1")]
    [InlineData("rsa-1", "RS256", "ec-1")]
    [InlineData("rsa-1", "ES256", "rsa-1")]
    public async Task A_key_that_the_token_does_not_name_and_an_alg_that_the_key_does_not_have_are_refused(
        string signer,
        string algorithm,
        string kid
    ) =>
        await authority.RefusesAsync(
            authority.Key(signer).Token($$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"at+jwt"}""", Forged.Payload()),
            Forged.BadSignature
        );

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("ec-1' or '1'='1")]
    [InlineData("ec-1\\u0000")]
    [InlineData(" ec-1")]
    [InlineData("http://127.0.0.1/keys")]
    public async Task A_kid_is_a_name_and_nothing_else(string kid)
    {
        var header = $$"""{"alg":"ES256","kid":"{{kid}}","typ":"at+jwt"}""";

        await authority.RefusesAsync(TestSigningKey.Es256("ec-1").Token(header, Forged.Payload()), Forged.BadSignature);
        await authority.RefusesAsync(authority.Ec.Token(header, Forged.Payload()), Forged.BadSignature);
    }

    [Theory]
    [InlineData("ec-1")]
    [InlineData("unpublished")]
    public async Task A_key_that_the_header_carries_or_points_to_is_not_used(string kid)
    {
        var stranger = TestSigningKey.Es256(kid);
        await using var elsewhere = await TestAuthority.StartAsync(0, stranger);
        var header = $$"""
            {"alg":"ES256","kid":"{{kid}}","typ":"at+jwt","jwk":{{stranger.ToJwk().ToJsonString()}},"jku":"{{elsewhere.Address}}/.well-known/jwks.json",
             "x5u":"{{elsewhere.Address}}/.well-known/jwks.json","x5c":["{{Convert.ToBase64String(stranger.PublicKey)}}"]}
            """;

        await authority.RefusesAsync(stranger.Token(header, Forged.Payload()), Forged.BadSignature);

        Assert.Equal(0, elsewhere.KeyRequests + elsewhere.MetadataRequests);
    }

    [Fact]
    public async Task An_ES256_signature_in_DER_is_refused()
    {
        var der = authority.Ec.Sign(Forged.Input(authority.Ec), DSASignatureFormat.Rfc3279DerSequence);

        await SignedByAsync(authority.Ec, _ => der);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(0, 32)]
    [InlineData(32, 32)]
    public async Task An_ES256_signature_of_zeros_is_refused(int from, int count) =>
        await SignedByAsync(
            authority.Ec,
            signature =>
            {
                signature.AsSpan(from, count).Clear();
                return signature;
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public async Task An_ES256_signature_of_the_order_of_the_curve_is_refused(int at) =>
        await SignedByAsync(
            authority.Ec,
            signature =>
            {
                Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551").CopyTo(signature, at);
                return signature;
            }
        );

    [Theory]
    [InlineData("ec-1", 63)]
    [InlineData("ec-1", 32)]
    [InlineData("ec-1", 1)]
    [InlineData("rsa-1", 255)]
    [InlineData("rsa-1", 64)]
    public async Task A_truncated_signature_is_refused(string kid, int length) =>
        await SignedByAsync(authority.Key(kid), signature => signature[..length]);

    [Theory]
    [InlineData("ec-1")]
    [InlineData("rsa-1")]
    public async Task A_longer_signature_is_refused(string kid) => await SignedByAsync(authority.Key(kid), signature => [.. signature, 0]);

    [Fact]
    public async Task Another_payload_under_the_same_signature_is_refused() =>
        await authority.RefusesAsync(
            Forged.With(
                authority.Ec.Token(TestAuthority.Claims()),
                1,
                _ => Forged.Encode(TestAuthority.Claims(("sub", "somebody else")).ToJsonString())
            ),
            Forged.BadSignature
        );

    private async Task SignedByAsync(TestSigningKey key, Func<byte[], byte[]> change)
    {
        var input = Forged.Input(key);

        await authority.RefusesAsync($"{input}.{TestSigningKey.Encode(change(key.Sign(input)))}", Forged.BadSignature);
    }
}
