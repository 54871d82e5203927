using System.Security.Cryptography;
using System.Text;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Forgeries;

/// <summary>Tokens that the authority did not sign. Each is a valid one with one thing changed.</summary>
public sealed class SignatureTests(BearerFixture fixture)
{
    private readonly BearerService _service = fixture.Service;

    [Fact]
    public async Task Tokens_of_both_kinds_of_keys_are_accepted()
    {
        await _service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims()));
        await _service.AcceptsAsync(fixture.OtherEc.Token(TestAuthority.Claims()));
        await _service.AcceptsAsync(fixture.Rsa.Token(TestAuthority.Claims()));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    public async Task Alg_none_without_a_signature_is_refused(string none)
    {
        var header = $$"""{"alg":"{{none}}","kid":"{{fixture.Ec.Kid}}"}""";

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{Forged.Encode(header)}.{Forged.Encode(Forged.Payload())}.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData("ES384")]
    [InlineData("ES256K")]
    [InlineData("PS256")]
    [InlineData("EdDSA")]
    public async Task A_right_signature_under_another_alg_is_refused(string algorithm) =>
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Ec.Token($$"""{"alg":"{{algorithm}}","kid":"{{fixture.Ec.Kid}}"}""", Forged.Payload()));

    [Fact]
    public async Task A_removed_signature_is_refused() =>
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            Forged.With(fixture.Ec.Token(TestAuthority.Claims()), 2, _ => ""));

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
        var key = kid == fixture.Ec.Kid ? fixture.Ec : fixture.Rsa;
        var secret = form switch
        {
            "der" => key.PublicKey,
            "pem" => Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n"),
            "jwk" => Encoding.UTF8.GetBytes(key.ToJwk().ToJsonString()),
            _ => [],
        };
        var input = $"{Forged.Encode($$"""{"alg":"HS256","kid":"{{kid}}","typ":"at+jwt"}""")}.{Forged.Encode(Forged.Payload())}";
        var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input));

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode(mac)}");
    }

    [Fact]
    public async Task A_kid_that_names_another_published_key_is_refused()
    {
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Ec.Token(Forged.Header(fixture.OtherEc), Forged.Payload()));
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Ec.Token(Forged.Header(fixture.Rsa), Forged.Payload()));
    }

    [Fact]
    public async Task The_key_decides_the_algorithm_and_the_token_does_not()
    {
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Ec.Token($$"""{"alg":"RS256","kid":"{{fixture.Ec.Kid}}"}""", Forged.Payload()));
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Rsa.Token($$"""{"alg":"ES256","kid":"{{fixture.Rsa.Kid}}"}""", Forged.Payload()));
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Rsa.Token($$"""{"alg":"RS256","kid":"{{fixture.Ec.Kid}}"}""", Forged.Payload()));
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            fixture.Ec.Token($$"""{"alg":"ES256","kid":"{{fixture.Rsa.Kid}}"}""", Forged.Payload()));
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("ec-1' or '1'='1")]
    [InlineData("ec-1\\u0000")]
    [InlineData("EC-1")]
    [InlineData(" ec-1")]
    [InlineData("http://127.0.0.1/keys")]
    public async Task A_kid_is_a_name_and_nothing_else(string kid)
    {
        var stranger = TestSigningKey.Es256("ec-1");

        await _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(
            stranger.Token($$"""{"alg":"ES256","kid":"{{kid}}"}""", Forged.Payload()));
    }

    [Fact]
    public async Task A_stranger_without_a_kid_is_refused() =>
        await _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(
            TestSigningKey.Es256("ec-1").Token("""{"alg":"ES256"}""", Forged.Payload()));

    [Fact]
    public async Task A_token_without_a_kid_is_tried_with_every_key() =>
        await _service.AcceptsAsync(fixture.OtherEc.Token("""{"alg":"ES256"}""", Forged.Payload()));

    [Fact]
    public async Task A_stranger_under_a_published_kid_is_refused() =>
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(TestSigningKey.Es256("ec-1").Token(TestAuthority.Claims()));

    [Theory]
    [InlineData("ec-1")]
    [InlineData("unpublished")]
    public async Task A_key_that_the_header_carries_or_points_to_is_not_used(string kid)
    {
        var stranger = TestSigningKey.Es256(kid);
        await using var elsewhere = await TestAuthority.StartAsync(0, stranger);
        var header = $$"""
            {"alg":"ES256","kid":"{{kid}}","jwk":{{stranger.ToJwk().ToJsonString()}},"jku":"{{elsewhere.Address}}/.well-known/jwks.json",
             "x5u":"{{elsewhere.Address}}/.well-known/jwks.json","x5c":["{{Convert.ToBase64String(stranger.PublicKey)}}"]}
            """;

        using var response = await _service.GetAsync(stranger.Token(header, Forged.Payload()));

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(0, elsewhere.KeyRequests + elsewhere.MetadataRequests);
    }

    [Fact]
    public async Task An_ES256_signature_in_DER_is_refused()
    {
        var input = $"{Forged.Encode(Forged.Header(fixture.Ec))}.{Forged.Encode(Forged.Payload())}";
        var der = fixture.Ec.Sign(input, DSASignatureFormat.Rfc3279DerSequence);

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode(der)}");
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(0, 32)]
    [InlineData(32, 32)]
    public async Task An_ES256_signature_of_zeros_is_refused(int from, int count)
    {
        var input = $"{Forged.Encode(Forged.Header(fixture.Ec))}.{Forged.Encode(Forged.Payload())}";
        var signature = fixture.Ec.Sign(input);
        signature.AsSpan(from, count).Clear();

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode(signature)}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public async Task An_ES256_signature_of_the_order_of_the_curve_is_refused(int at)
    {
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var input = $"{Forged.Encode(Forged.Header(fixture.Ec))}.{Forged.Encode(Forged.Payload())}";
        var signature = fixture.Ec.Sign(input);
        order.CopyTo(signature, at);

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode(signature)}");
    }

    [Theory]
    [InlineData("ec-1", 63)]
    [InlineData("ec-1", 32)]
    [InlineData("ec-1", 1)]
    [InlineData("rsa-1", 255)]
    [InlineData("rsa-1", 64)]
    public async Task A_truncated_signature_is_refused(string kid, int length)
    {
        var key = kid == fixture.Ec.Kid ? fixture.Ec : fixture.Rsa;
        var input = $"{Forged.Encode(Forged.Header(key))}.{Forged.Encode(Forged.Payload())}";

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode(key.Sign(input).AsSpan(0, length))}");
    }

    [Theory]
    [InlineData("ec-1")]
    [InlineData("rsa-1")]
    public async Task A_longer_signature_is_refused(string kid)
    {
        var key = kid == fixture.Ec.Kid ? fixture.Ec : fixture.Rsa;
        var input = $"{Forged.Encode(Forged.Header(key))}.{Forged.Encode(Forged.Payload())}";

        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>($"{input}.{TestSigningKey.Encode([.. key.Sign(input), 0])}");
    }

    [Fact]
    public async Task Another_payload_under_the_same_signature_is_refused() =>
        await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(
            Forged.With(fixture.Ec.Token(TestAuthority.Claims()), 1, _ => Forged.Encode(TestAuthority.Claims(("sub", "somebody else")).ToJsonString())));

    [Fact]
    public async Task An_algorithm_that_is_not_among_the_valid_ones_is_refused()
    {
        await using var authority = await TestAuthority.StartAsync(0, fixture.Ec, fixture.Rsa);
        await using var service = await BearerService.StartAsync(authority, options => options.TokenValidationParameters.ValidAlgorithms = ["ES256"]);

        await service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims()));
        await service.RefusesAsync<SecurityTokenInvalidSignatureException>(fixture.Rsa.Token(TestAuthority.Claims()));
    }

    [Fact]
    public async Task Without_trying_all_keys_a_token_must_name_its_own()
    {
        await using var authority = await TestAuthority.StartAsync(0, fixture.Ec);
        await using var service = await BearerService.StartAsync(
            authority, options => options.TokenValidationParameters.TryAllIssuerSigningKeys = false);

        await service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims()));
        await service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(fixture.Ec.Token("""{"alg":"ES256"}""", Forged.Payload()));
        await service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(
            fixture.Ec.Token("""{"alg":"ES256","kid":"unpublished"}""", Forged.Payload()));
    }
}
