using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Claims;

/// <summary>Expiry and beginning, with the 30 s by which clocks may differ.</summary>
public sealed class LifetimeTests(BearerFixture fixture)
{
    private readonly BearerService _service = fixture.Service;

    [Theory]
    [InlineData(-32)]
    [InlineData(-3600)]
    public async Task A_token_that_expired_more_than_30_s_ago_is_refused(int exp) =>
        await _service.RefusesAsync<SecurityTokenExpiredException>(
            fixture.Ec.Token(TestAuthority.Claims(("exp", FromNow(exp)), ("iat", FromNow(-7200)))));

    [Theory]
    [InlineData(-20)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_token_that_expired_within_30_s_is_accepted(int exp) =>
        await _service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims(("exp", FromNow(exp)))));

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task A_token_that_begins_in_more_than_30_s_is_refused(int nbf) =>
        await _service.RefusesAsync<SecurityTokenNotYetValidException>(
            fixture.Ec.Token(TestAuthority.Claims(("nbf", FromNow(nbf)), ("exp", FromNow(7200)))));

    [Theory]
    [InlineData(-60)]
    [InlineData(20)]
    public async Task A_token_that_begins_within_30_s_is_accepted(int nbf) =>
        await _service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims(("nbf", FromNow(nbf)))));

    [Fact]
    public async Task A_token_without_an_expiry_is_refused() =>
        await _service.RefusesAsync<SecurityTokenNoExpirationException>(fixture.Ec.Token(TestAuthority.Claims(("exp", null))));

    [Fact]
    public async Task A_token_that_ends_before_it_begins_is_refused() =>
        await _service.RefusesAsync<SecurityTokenInvalidLifetimeException>(
            fixture.Ec.Token(TestAuthority.Claims(("nbf", FromNow(20)), ("exp", FromNow(10)))));

    private static long FromNow(int seconds) => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;
}
