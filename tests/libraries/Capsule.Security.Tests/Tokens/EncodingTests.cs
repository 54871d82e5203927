using System.Net;
using System.Text;
using Capsule.Testing.Tokens;

namespace Capsule.Security.Tests.Tokens;

/// <summary>Texts that are almost a token, and signed ones that are no JSON objects.</summary>
public sealed class EncodingTests(TrustedAuthority authority) : IClassFixture<TrustedAuthority>
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Other_characters_and_trailing_ones_are_refused(int part)
    {
        var token = authority.Ec.Token(TestAuthority.Claims());
        foreach (var character in "+/ \t%!=")
        {
            await RefusedAsync(Forged.With(token, part, encoded => encoded.Insert(4, $"{character}")));
        }

        foreach (var trailing in new[] { "A", "AAAA", "!", "%20" })
        {
            await RefusedAsync(Forged.With(token, part, encoded => encoded + trailing));
        }
    }

    [Theory]
    [InlineData("{0}.")]
    [InlineData("{0}.AAAA")]
    [InlineData("{0}.AAAA.AAAA")]
    [InlineData(".{0}")]
    [InlineData("AAAA.{0}")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..AAAA")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    public async Task Another_number_of_parts_and_what_is_no_token_at_all_are_refused(string format) =>
        await RefusedAsync(format.Replace("{0}", authority.Ec.Token(TestAuthority.Claims()), StringComparison.Ordinal));

    [Fact]
    public async Task A_changed_character_anywhere_is_refused()
    {
        var token = authority.Ec.Token(TestAuthority.Claims());
        var last = token.Length - 1; // Has bits that are not used.
        for (var at = 0; at < last; at += 3)
        {
            var other = Digits[(Digits.IndexOf(token[at], StringComparison.Ordinal) + 1) % 64];
            await RefusedAsync(new StringBuilder(token) { [at] = other }.ToString());
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{}x")]
    [InlineData("{")]
    public async Task A_signed_payload_that_is_no_object_is_refused(string payload) =>
        await authority.RefusesAsync(authority.Ec.Token(Forged.Header(authority.Ec), payload));

    [Theory]
    [InlineData("""{"kid":"ec-1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":null,"kid":"ec-1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":["ES256"],"kid":"ec-1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":256,"kid":"ec-1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":["ec-1"],"typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":null,"typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","typ":{}}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("\"ES256\"")]
    [InlineData("")]
    [InlineData("{'alg':'ES256','kid':'ec-1'}")]
    public async Task A_signed_header_of_other_types_is_refused(string header) =>
        await authority.RefusesAsync(authority.Ec.Token(header, Forged.Payload()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deep_nesting_is_refused(bool header)
    {
        var deep = $"{new string('[', 2000)}{new string(']', 2000)}";

        await authority.RefusesAsync(
            header
                ? authority.Ec.Token($$"""{"alg":"ES256","kid":"ec-1","typ":"at+jwt","deep":{{deep}}}""", Forged.Payload())
                : authority.Ec.Token(Forged.Header(authority.Ec), Forged.Payload()[..^1] + $",\"deep\":{deep}}}")
        );
    }

    private async Task RefusedAsync(string token)
    {
        // 400: Kestrel takes no such header.
        Assert.True(
            await authority.StatusAsync(token) is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest,
            $"'{token}' is accepted"
        );
    }
}
