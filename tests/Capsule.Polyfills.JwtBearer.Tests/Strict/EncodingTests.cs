using System.Text;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Strict;

/// <summary>One token, one text: whatever else would decode to the same bytes is refused.</summary>
public sealed class EncodingTests(BearerFixture fixture)
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly BearerService _service = fixture.Service;

    [Theory]
    [InlineData(0, "A")]
    [InlineData(0, "AAAA")]
    [InlineData(0, "%20")]
    [InlineData(0, "!")]
    [InlineData(1, "A")]
    [InlineData(1, "AAAA")]
    [InlineData(1, "!")]
    public async Task Trailing_bytes_in_header_or_payload_are_refused(int part, string trailing)
    {
        var token = Forged.With(fixture.Ec.Token(TestAuthority.Claims()), part, encoded => encoded + trailing);

        await RefusedAsync(token);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AA")]
    [InlineData("AAAA")]
    [InlineData("!")]
    public async Task Trailing_bytes_in_the_signature_are_refused(string trailing) =>
        await RefusedAsync(Forged.With(fixture.Ec.Token(TestAuthority.Claims()), 2, encoded => encoded + trailing));

    [Theory]
    [InlineData("header", "{\"alg\":\"ES256\",\"kid\":\"ec-1\"}{}")]
    [InlineData("header", "{\"alg\":\"ES256\",\"kid\":\"ec-1\"}\0")]
    [InlineData("header", "\uFEFF{\"alg\":\"ES256\",\"kid\":\"ec-1\"}")]
    public async Task A_header_followed_by_something_is_refused_though_it_is_signed(string _, string header) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(fixture.Ec.Token(header, Forged.Payload()));

    [Theory]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("\0")]
    [InlineData("// comment")]
    public async Task A_payload_followed_by_something_is_refused_though_it_is_signed(string trailing) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(
            fixture.Ec.Token(Forged.Header(fixture.Ec), Forged.Payload() + trailing));

    [Theory]
    [InlineData("{0}.")]
    [InlineData("{0}.AAAA")]
    [InlineData("{0}.AAAA.AAAA")]
    [InlineData(".{0}")]
    [InlineData("AAAA.{0}")]
    public async Task Another_number_of_parts_is_refused(string format) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, format, fixture.Ec.Token(TestAuthority.Claims())));

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..AAAA")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    public async Task What_is_no_token_at_all_is_refused(string text) => await RefusedAsync(text);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Padding_is_refused(int part)
    {
        for (var length = 1; length <= 3; length++)
        {
            await RefusedAsync(Forged.With(fixture.Ec.Token(TestAuthority.Claims()), part, encoded => encoded + new string('=', length)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_other_base64_alphabet_and_white_space_are_refused(int part)
    {
        foreach (var character in "+/ \t%")
        {
            await RefusedAsync(Forged.With(fixture.Ec.Token(TestAuthority.Claims()), part, encoded => encoded.Insert(4, $"{character}")));
        }
    }

    [Fact]
    public async Task A_last_character_with_unused_bits_set_is_refused_in_the_signature()
    {
        // 64 bytes are 85 characters and 2 bits: four bits of the last character are unused, so 15 others decode to the same bytes.
        var token = fixture.Ec.Token(TestAuthority.Claims());
        var last = Digits.IndexOf(token[^1], StringComparison.Ordinal);
        await _service.AcceptsAsync(token);

        for (var spare = 1; spare < 16; spare++)
        {
            await _service.RefusesAsync<SecurityTokenInvalidSignatureException>(token[..^1] + Digits[last | spare]);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("A", false)]
    [InlineData("AA", true)]
    [InlineData("AB", false)]
    [InlineData("AQ", true)]
    [InlineData("AAA", true)]
    [InlineData("AAB", false)]
    [InlineData("AAE", true)]
    [InlineData("AAAB", true)]
    [InlineData("AA=", false)]
    [InlineData("AA==", false)]
    [InlineData("A A", false)]
    [InlineData("AA\n", false)]
    [InlineData("A+", false)]
    [InlineData("A\u0101", false)]
    public void Base64url_is_canonical_or_it_is_not(string text, bool canonical) => Assert.Equal(canonical, StrictBase64Url.IsCanonical(text));

    [Fact]
    public async Task No_character_of_a_token_can_be_another()
    {
        var token = fixture.Ec.Token(TestAuthority.Claims());
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = TestAuthority.Issuer,
            ValidAudience = TestAuthority.Audience,
            IssuerSigningKey = new JsonWebKey(fixture.Ec.ToJwk().ToJsonString()),
        };
        var handler = new JsonWebTokenHandler();
        Assert.True((await handler.ValidateTokenAsync(token, parameters)).IsValid);

        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in new[] { Digits[(Digits.IndexOf(token[at], StringComparison.Ordinal) + 1) % 64], '.', '=', '\u0141' })
            {
                var changed = new StringBuilder(token) { [at] = other }.ToString();

                Assert.True(changed == token || !(await handler.ValidateTokenAsync(changed, parameters)).IsValid, $"'{other}' at {at} is accepted");
            }
        }
    }

    [Fact]
    public async Task A_token_of_1_MiB_is_refused_unread()
    {
        var token = fixture.Ec.Token(TestAuthority.Claims(("padding", new string('x', 1024 * 1024))));

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters());

        Assert.False(result.IsValid);
        Assert.IsType<ArgumentException>(result.Exception);
    }

    [Fact]
    public async Task A_token_as_long_as_the_limit_is_taken_and_a_longer_one_is_not()
    {
        var token = fixture.Ec.Token(TestAuthority.Claims(("padding", new string('x', 10_000))));
        var parameters = new TokenValidationParameters
        {
            ValidateAudience = false, ValidateIssuer = false, IssuerSigningKey = new JsonWebKey(fixture.Ec.ToJwk().ToJsonString()),
        };

        Assert.True((await new JsonWebTokenHandler { MaximumTokenSizeInBytes = token.Length }.ValidateTokenAsync(token, parameters)).IsValid);
        Assert.False((await new JsonWebTokenHandler { MaximumTokenSizeInBytes = token.Length - 1 }.ValidateTokenAsync(token, parameters)).IsValid);
    }

    private async Task RefusedAsync(string token)
    {
        using var response = await _service.GetAsync(token);

        Assert.Contains((int)response.StatusCode, new[] { 400, 401 }); // 400: Kestrel takes no such header.
    }
}
