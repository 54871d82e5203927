using System.Net;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Capsule.Auth.Tests.Sessions.Revocation;

/// <summary>A session that has ended: its access tokens are refused everywhere, though they have not expired.</summary>
public sealed class RevocationTests
{
    [Fact]
    public async Task A_token_of_a_session_that_was_ended_elsewhere_is_refused()
    {
        await using var auth = await AuthHost.SharedAsync();
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        var tokens = await auth.BeginAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, tokens));

        await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", tokens.RefreshToken!)));

        await Eventually.TrueAsync(async () => await StatusAsync(replica, tokens) == HttpStatusCode.Unauthorized, "the end heard of");
        var problem = await ServiceCompliance.AssertProblemAsync(
            await replica.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken),
            HttpStatusCode.Unauthorized
        );
        Assert.Equal("The session has ended.", problem.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, await replica.SignInAsync()));
    }

    [Fact]
    public async Task Whoever_uses_an_old_refresh_token_ends_the_access_tokens_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = await auth.BeginAsync();
        var second = await auth.TryRefreshAsync(first.RefreshToken!);
        var third = await auth.TryRefreshAsync(second!.RefreshToken!);

        Assert.Null(await auth.TryRefreshAsync(first.RefreshToken!));

        await Eventually.TrueAsync(async () => await StatusAsync(auth, third!) == HttpStatusCode.Unauthorized, "the end heard of");
    }

    [Fact]
    public async Task A_service_that_starts_afterwards_knows_it_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", tokens.RefreshToken!)));
        await Eventually.TrueAsync(async () => await StatusAsync(auth, tokens) == HttpStatusCode.Unauthorized, "the end heard of");

        // Signing keys and the end of the session are all that it can have from elsewhere: it announces nothing itself.
        await auth.ExecuteAsync("update mine.sessions set revoked_at = null, revoked_because = null");
        await using var later = auth.StartReplica(host => AuthHost.Configure(host));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(later, tokens));
    }

    [Fact]
    public async Task While_Redis_is_away_auth_knows_by_its_table_and_what_ended_is_told_by_whoever_reaches_it()
    {
        await using var auth = await AuthHost.SharedAsync(("ConnectionStrings:redis", "127.0.0.1:1"));
        var (tokens, others) = (await auth.BeginAsync(), await auth.SignInAsync());

        await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", tokens.RefreshToken!)));
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(auth, tokens), await StatusAsync(auth, others)));

        var redis = (await TestServers.GetAsync()).Redis;
        await using var connected = auth.StartReplica(host => AuthHost.Configure(host, ("ConnectionStrings:redis", redis)));
        await Eventually.TrueAsync(async () => await StatusAsync(connected, tokens) == HttpStatusCode.Unauthorized, "the end heard of");
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(3600)]
    public async Task Ends_are_heard_of_however_wrong_the_clock_of_a_replica_is(int seconds)
    {
        await using var auth = await AuthHost.StartAsync();
        await using var shifted = auth.StartReplica(host =>
        {
            AuthHost.Configure(host);
            host.ConfigureTestServices(services =>
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ShiftedClock(TimeSpan.FromSeconds(seconds))))
            );
        });
        TokenResponse[] sessions = [await auth.BeginAsync(), await auth.SignInAsync(), await auth.SignInAsync()];
        ServiceHost<Program>[] enders = [shifted, auth, shifted];

        foreach (var (ender, tokens) in enders.Zip(sessions))
        {
            await ender.Client.PostAsync("/connect/revoke", Accounts.Form(("token", tokens.RefreshToken!)));
            await Eventually.TrueAsync(async () => await StatusAsync(auth, tokens) == HttpStatusCode.Unauthorized, "the end heard of");
        }

        Assert.True(
            await auth.QueryAsync<bool>("select bool_and(revoked_at between now() - interval '1 minute' and now()) from mine.sessions")
        );
    }

    [Fact]
    public async Task An_API_key_that_a_replica_with_a_wrong_clock_revokes_is_refused_elsewhere()
    {
        await using var auth = await AuthHost.StartAsync();
        var user = await auth.SignUpAsync();
        await auth.ExecuteAsync(
            $"insert into mine.api_keys (user_id, name, prefix, key_hash, scopes) values ('{user.Id}', 'ci', 'abc', '', '{{account}}')"
        );
        await using var shifted = auth.StartReplica(host =>
        {
            AuthHost.Configure(host);
            host.ConfigureTestServices(services =>
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ShiftedClock(TimeSpan.FromHours(-1))))
            );
        });

        await shifted.InScopeAsync(services => services.GetRequiredService<ApiKeyTable>().RevokeAllAsync(user.Id, CancellationToken.None));

        var id = await auth.QueryAsync<Guid>("select id from mine.api_keys");
        var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync((await TestServers.GetAsync()).Redis);
        await using var connection = redis;
        await Eventually.TrueAsync(
            () => redis.GetDatabase().KeyExistsAsync($"capsule:sessions:revoked:{id:n}"),
            "the revocation announced"
        );
    }

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceHost<Program> auth, TokenResponse tokens) =>
        (await auth.SendAsync(HttpMethod.Get, "/api/sessions", tokens.AccessToken)).StatusCode;
}
