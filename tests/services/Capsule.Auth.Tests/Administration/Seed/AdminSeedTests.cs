using System.Net;
using Capsule.Auth.Administration.Seed;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Auth.Tests.Administration.Seed;

public sealed class AdminSeedTests
{
    private const string Email = "admin@capsule.local";
    private static readonly (string, string) Password = ("Auth:Seed:AdminPassword", Accounts.Password);

    [Fact]
    public async Task Of_replicas_that_start_at_once_one_makes_the_administrator()
    {
        await using var auth = await AuthHost.StartAsync();
        var replicas = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => auth.StartReplica(host => AuthHost.Configure(host, Password))))
        );

        await Eventually.TrueAsync(async () => (await auth.TrySignInAsync(Email)).StatusCode == HttpStatusCode.OK, "the administrator");

        var claims = await SignedToken.ReadAsync(auth, (await auth.SignInAsync(Email)).AccessToken);
        Assert.Equal(
            "account audit:read billing billing:read deployments deployments:read monitoring:read users:impersonate users:read users:revoke users:write",
            claims.GetProperty("scope").GetString()
        );
        Assert.True(await auth.QueryAsync<bool>("select email_verified from auth.users"));
        Assert.Equal(1, await auth.QueryAsync<long>("select count(*) from auth.users"));
        Assert.Equal(2, await auth.QueryAsync<long>("select count(*) from auth.user_roles"));
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_administrator_who_is_there_stays_as_they_are()
    {
        await using var auth = await AuthHost.StartAsync(Password);
        await Eventually.TrueAsync(async () => (await auth.TrySignInAsync(Email)).StatusCode == HttpStatusCode.OK, "the administrator");
        var before = await auth.QueryAsync<string>("select password_hash from auth.users");

        await using var later = auth.StartReplica(host =>
            AuthHost.Configure(host, ("Auth:Seed:AdminPassword", "another password"), ("Auth:Cleanup:Interval", "00:00:00.050"))
        );
        await Eventually.TrueAsync(async () => (await later.Client.GetAsync("/health")).IsSuccessStatusCode, "the replica up");

        Assert.Equal(HttpStatusCode.Unauthorized, (await later.TrySignInAsync(Email, "another password")).StatusCode);
        Assert.Equal(before, await auth.QueryAsync<string>("select password_hash from auth.users"));
    }

    [Fact]
    public async Task Outside_Development_there_is_none()
    {
        await using var auth = await AuthHost.StartOutsideDevelopmentAsync(Password);

        await auth.InScopeAsync(services =>
        {
            Assert.DoesNotContain(services.GetServices<IHostedService>(), service => service is AdminSeed);
            return Task.CompletedTask;
        });
    }
}
