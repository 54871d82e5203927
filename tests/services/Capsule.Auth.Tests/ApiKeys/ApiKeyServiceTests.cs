using System.Diagnostics;
using System.Net;
using Capsule.Testing;

namespace Capsule.Auth.Tests.ApiKeys;

/// <summary>API keys at another service, which asks auth over HTTP.</summary>
public sealed class ApiKeyServiceTests
{
    [Fact]
    public async Task A_key_is_a_bearer_at_every_service_within_its_scopes()
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var other = await OtherService.StartAsync(auth);
        var token = await auth.AdminAsync();
        var (small, large) = (await auth.KeyAsync(token, "account"), await auth.KeyAsync(token, "account", "users:read"));

        Assert.Equal(
            await auth.QueryAsync<Guid>("select id from mine.users"),
            Guid.Parse(await (await other.GetAsync("/mine", small.Key)).Content.ReadAsStringAsync())
        );
        await ServiceCompliance.AssertProblemAsync(await other.GetAsync("/others", small.Key), HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(large.Key, "/others"));
        await ServiceCompliance.AssertProblemAsync(await other.GetAsync("/mine", "cap_nonsense"), HttpStatusCode.Unauthorized);
        await ServiceCompliance.AssertProblemAsync(
            await other.GetAsync("/mine", small.Key[..^64] + large.Key[^64..]),
            HttpStatusCode.Unauthorized
        );
    }

    [Fact]
    public async Task A_revoked_key_stops_within_two_seconds_though_the_answer_about_it_is_kept()
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var other = await OtherService.StartAsync(auth);
        var token = (await auth.BeginAsync()).AccessToken;
        var key = await auth.KeyAsync(token);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(key.Key));
        var clock = Stopwatch.StartNew();

        await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{key.Id}", token);

        await Eventually.TrueAsync(async () => await other.StatusAsync(key.Key) == HttpStatusCode.Unauthorized, "the key is refused");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2.5)); // Half a second for a busy machine.
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_does_one_whose_owner_is_deactivated_or_closes_the_account(bool closes)
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var other = await OtherService.StartAsync(auth);
        var admin = await auth.AdminAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        var user = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Accounts.Email)}'");
        var (key, kept) = (await auth.KeyAsync(token), await auth.KeyAsync(admin));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await other.StatusAsync(key.Key), await other.StatusAsync(kept.Key)));
        var clock = Stopwatch.StartNew();

        using var response = closes
            ? await auth.SendAsync(HttpMethod.Delete, "/api/users/me", token, new { password = Accounts.Password })
            : await auth.SendAsync(HttpMethod.Patch, $"/api/users/{user}", admin, new { active = false });

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await Eventually.TrueAsync(async () => await other.StatusAsync(key.Key) == HttpStatusCode.Unauthorized, "the key is refused");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2.5)); // Half a second for a busy machine.
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(kept.Key));
        await auth.SendAsync(HttpMethod.Patch, $"/api/users/{user}", admin, new { active = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
    }

    [Fact]
    public async Task A_key_whose_owner_may_not_call_any_more_stops_when_the_answer_is_old()
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var other = await OtherService.StartAsync(auth, ("Authentication:Introspection:CacheDuration", "00:00:01"));
        var key = await auth.KeyAsync((await auth.BeginAsync()).AccessToken);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(key.Key));

        await auth.ExecuteAsync("update mine.users set active = false");

        await Eventually.TrueAsync(async () => await other.StatusAsync(key.Key) == HttpStatusCode.Unauthorized, "the key is refused");
    }

    [Fact]
    public async Task An_answer_is_kept_and_while_auth_is_away_other_keys_get_503()
    {
        var auth = await AuthHost.StartListeningAsync();
        await using var other = await OtherService.StartAsync(auth);
        var token = (await auth.BeginAsync()).AccessToken;
        var (known, unknown) = (await auth.KeyAsync(token), await auth.KeyAsync(token));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(known.Key));
        await auth.DisposeAsync();

        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(known.Key));
        using var response = await other.GetAsync("/mine", unknown.Key);
        var problem = await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("urn:capsule:problem:service-unavailable", problem.GetProperty("type").GetString());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_may_not_ask_takes_no_keys_and_still_takes_tokens()
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var silent = await OtherService.StartAsync(
            auth,
            ("Authentication:Introspection:ClientId", ""),
            ("Authentication:Introspection:ClientSecret", "")
        );
        await using var wrong = await OtherService.StartAsync(auth, ("Authentication:Introspection:ClientSecret", "another"));
        var key = await auth.KeyAsync((await auth.BeginAsync()).AccessToken);

        var token = (await auth.SignInAsync()).AccessToken;

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable),
            (await silent.StatusAsync(key.Key), await wrong.StatusAsync(key.Key))
        );
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await silent.StatusAsync(token), await wrong.StatusAsync(token)));
    }

    [Fact]
    public async Task With_Redis_killed_the_end_of_sessions_and_keys_is_heard_of_from_auth_and_with_auth_away_too_tokens_are_good()
    {
        await using var redis = await OwnRedis.StartAsync();
        var auth = await AuthHost.StartListeningAsync(("ConnectionStrings:redis", redis.Address));
        await using var other = await OtherService.StartAsync(auth, ("ConnectionStrings:redis", redis.Address));
        var (token, keeps) = ((await auth.BeginAsync()).AccessToken, await auth.SignInAsync());
        var ends = await auth.SignInAsync();
        var key = await auth.KeyAsync(token);
        string[] all = [key.Key, keeps.AccessToken, ends.AccessToken];
        foreach (var bearer in all)
        {
            await Eventually.TrueAsync(async () => await other.StatusAsync(bearer) == HttpStatusCode.OK, "it is good");
        }

        await redis.KillAsync();
        await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{key.Id}", token);
        await auth.PostFormAsync("/connect/revoke", null, ("token", ends.RefreshToken!));

        await Eventually.TrueAsync(
            async () => await other.StatusAsync(ends.AccessToken) == HttpStatusCode.Unauthorized,
            "the session's end is heard of"
        );
        await Eventually.TrueAsync(
            async () => await other.StatusAsync(key.Key) == HttpStatusCode.Unauthorized,
            "the key's end is heard of"
        );
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(keeps.AccessToken));

        var late = await auth.SignInAsync();
        await auth.PostFormAsync("/connect/revoke", null, ("token", late.RefreshToken!));
        await auth.DisposeAsync();
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK),
            (await other.StatusAsync(late.AccessToken), await other.StatusAsync(keeps.AccessToken))
        );
    }
}
