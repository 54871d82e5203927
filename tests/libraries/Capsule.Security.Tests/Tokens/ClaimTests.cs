using System.Net;
using System.Text.Json.Nodes;
using Capsule.Testing.Tokens;

namespace Capsule.Security.Tests.Tokens;

/// <summary>By whom, for whom, from when and until when; with the 30 s by which clocks may differ.</summary>
public sealed class ClaimTests(TrustedAuthority authority) : IClassFixture<TrustedAuthority>
{
    private const string NoLifetime = "The access token has no valid lifetime.";

    [Theory]
    [InlineData("https://auth.capsule.test/")]
    [InlineData("https://auth.capsule.test.evil")]
    [InlineData("HTTPS://AUTH.CAPSULE.TEST")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_issuer_is_refused(string? issuer) =>
        await authority.RefusesAsync(authority.Ec.Token(TestAuthority.Claims(("iss", issuer))), "The access token is from another issuer.");

    [Theory]
    [InlineData("\"capsule2\"")]
    [InlineData("\"Capsule\"")]
    [InlineData("\"capsule \"")]
    [InlineData("\"capsule,other\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("""["other"]""")]
    [InlineData("[]")]
    [InlineData("""[""]""")]
    public async Task Another_audience_is_refused(string audience) =>
        await authority.RefusesAsync(
            authority.Ec.Token(TestAuthority.Claims(("aud", JsonNode.Parse(audience)))),
            "The access token is meant for another audience."
        );

    [Theory]
    [InlineData("""["capsule"]""")]
    [InlineData("""["other","capsule"]""")]
    public async Task Of_several_audiences_one_must_be_the_services(string audiences) =>
        await authority.AcceptsAsync(authority.Ec.Token(TestAuthority.Claims(("aud", JsonNode.Parse(audiences)))));

    [Theory]
    [InlineData(-40)]
    [InlineData(-3600)]
    public async Task A_token_that_expired_more_than_30_s_ago_is_refused(int exp) =>
        await authority.RefusesAsync(TokenOf(("exp", exp), ("iat", -7200)), "The access token has expired.");

    [Theory]
    [InlineData(-15)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_token_that_expired_within_30_s_is_accepted(int exp) => await authority.AcceptsAsync(TokenOf(("exp", exp)));

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task A_token_that_begins_in_more_than_30_s_is_refused(int nbf) =>
        await authority.RefusesAsync(TokenOf(("nbf", nbf), ("exp", 7200)), "The access token is not valid yet.");

    [Theory]
    [InlineData(-60)]
    [InlineData(20)]
    public async Task A_token_that_begins_within_30_s_is_accepted(int nbf) => await authority.AcceptsAsync(TokenOf(("nbf", nbf)));

    [Fact]
    public async Task A_token_that_ends_before_it_begins_is_refused() =>
        await authority.RefusesAsync(TokenOf(("nbf", 20), ("exp", 10)), NoLifetime);

    [Theory]
    [InlineData("AT+JWT")]
    [InlineData("application/AT+JWT")]
    [InlineData("at+jwt ")]
    public async Task Types_are_compared_to_the_letter(string type) =>
        await authority.RefusesAsync(authority.Ec.Token(TestAuthority.Claims(), type), "The token is not an access token.");

    [Theory]
    [InlineData("9999999999", HttpStatusCode.OK)]
    [InlineData("9999999999.75", HttpStatusCode.OK)]
    [InlineData("-1", HttpStatusCode.Unauthorized)]
    [InlineData("0", HttpStatusCode.Unauthorized)]
    [InlineData("-99999999999999999999", HttpStatusCode.Unauthorized)]
    [InlineData("-1e300", HttpStatusCode.Unauthorized)]
    [InlineData("1e-300", HttpStatusCode.Unauthorized)]
    [InlineData("null", HttpStatusCode.Unauthorized)]
    [InlineData("true", HttpStatusCode.Unauthorized)]
    [InlineData("[9999999999]", HttpStatusCode.Unauthorized)]
    [InlineData("{\"at\":9999999999}", HttpStatusCode.Unauthorized)]
    [InlineData("NaN", HttpStatusCode.Unauthorized)]
    [InlineData("09999999999", HttpStatusCode.Unauthorized)]
    [InlineData("0x7fffffff", HttpStatusCode.Unauthorized)]
    public async Task An_expiry_is_a_number_of_seconds(string exp, HttpStatusCode status)
    {
        var claims = TestAuthority.Claims(("exp", null), ("iat", null)).ToJsonString();

        Assert.Equal(
            status,
            await authority.StatusAsync(authority.Ec.Token(Forged.Header(authority.Ec), $"{claims[..^1]},\"exp\":{exp}}}"))
        );
    }

    private string TokenOf(params (string Claim, int FromNow)[] times) =>
        authority.Ec.Token(
            TestAuthority.Claims([
                .. times.Select(time => (time.Claim, (JsonNode?)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + time.FromNow))),
            ])
        );
}
