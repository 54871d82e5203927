using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Strict;

/// <summary>To the second, by a clock that stands still.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(30.0, true)]
    [InlineData(30.001, false)]
    public async Task The_skew_of_30_s_ends_at_30_s(double afterExpiry, bool valid)
    {
        var clock = new ManualClock();
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, time: clock);
        var token = authority.Token(("exp", clock.GetUtcNow().ToUnixTimeSeconds() + 100), ("iat", null));

        clock.Advance(TimeSpan.FromSeconds(100 + afterExpiry));

        if (valid)
        {
            await service.AcceptsAsync(token);
        }
        else
        {
            await service.RefusesAsync<SecurityTokenExpiredException>(token);
        }
    }

    [Fact]
    public async Task A_token_begins_30_s_early()
    {
        var clock = new ManualClock();
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, time: clock);
        var token = authority.Token(("nbf", clock.GetUtcNow().ToUnixTimeSeconds() + 31), ("iat", null));
        await service.RefusesAsync<SecurityTokenNotYetValidException>(token);

        clock.Advance(TimeSpan.FromSeconds(1));

        await service.AcceptsAsync(token);
    }
}
