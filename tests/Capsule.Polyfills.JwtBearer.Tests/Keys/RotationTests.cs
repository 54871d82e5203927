using System.Net;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing;
using Capsule.Testing.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Keys;

/// <summary>The authority changes its keys while the service runs.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task A_new_key_is_found_and_the_old_one_stays_while_it_is_published()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority);
        var old = authority.Published[0];
        var rotated = TestSigningKey.Rs256("rsa-next");
        await service.AcceptsAsync(authority.Token());

        authority.Published = [rotated, old];

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await service.GetAsync(rotated.Token(TestAuthority.Claims()));
                return response.StatusCode == HttpStatusCode.OK;
            },
            "the new key is known");
        await service.AcceptsAsync(old.Token(TestAuthority.Claims()));
    }
}
