using System.Net;
using System.Security.Claims;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Security.Tests.Revocation;

public sealed class SessionRevocationTests
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task An_announced_session_is_refused_by_services_that_listen_and_by_those_that_start_later()
    {
        var redis = (await TestServers.GetAsync()).Redis;
        var session = Guid.NewGuid();
        var token = (await TestAuthority.SharedAsync()).Token(("sid", session.ToString()));
        await using var listening = await StartAsync(redis);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(listening, token));

        await Revocations(listening).AnnounceAsync([session, Guid.NewGuid()], TokenLifetime, CancellationToken.None);

        await Eventually.TrueAsync(
            async () => await StatusAsync(listening, token) == HttpStatusCode.Unauthorized,
            "the session refused where it was heard"
        );
        await using var late = await StartAsync(redis);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(late, token));
    }

    [Fact]
    public async Task An_announcement_fails_while_Redis_does_not_answer()
    {
        await using var service = await StartAsync("127.0.0.1:1");

        await Assert.ThrowsAnyAsync<Exception>(() =>
            Revocations(service).AnnounceAsync([Guid.NewGuid()], TokenLifetime, CancellationToken.None)
        );
    }

    private static ISessionRevocations Revocations(TestService service) => service.App.Services.GetRequiredService<ISessionRevocations>();

    private static async Task<TestService> StartAsync(string redis)
    {
        var authority = await TestAuthority.SharedAsync();
        return await TestService.StartAsync(
            builder => builder.AddServiceRedis().AddServiceAuthentication(),
            app => app.MapGet("/mine", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization(),
            environment: "Development",
            settings:
            [
                ("ConnectionStrings:redis", redis),
                ("services:auth:http:0", authority.Address),
                ("Authentication:Issuer", TestAuthority.Issuer),
            ]
        );
    }

    private static async Task<HttpStatusCode> StatusAsync(TestService service, string token)
    {
        using var response = await service.GetAsync("/mine", token);
        return response.StatusCode;
    }
}
