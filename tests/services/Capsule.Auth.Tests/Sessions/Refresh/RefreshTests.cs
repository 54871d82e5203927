using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Sessions.Refresh;

public sealed class RefreshTests
{
    [Fact]
    public async Task A_token_is_replaced_at_each_use_and_the_session_goes_on()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var session = (await SignedToken.ReadAsync(auth, tokens.AccessToken)).GetProperty("sid").GetString();

        for (var i = 0; i < 5; i++)
        {
            var next = await auth.TryRefreshAsync(tokens.RefreshToken!);
            Assert.NotEqual(tokens.RefreshToken, next!.RefreshToken);
            Assert.Equal(session, (await SignedToken.ReadAsync(auth, next.AccessToken)).GetProperty("sid").GetString());
            tokens = next;
        }

        Assert.Equal(5, await auth.QueryAsync<int>("select generation from mine.sessions"));
        var kept = await auth.QueryAsync<string>("select s::text from mine.sessions s");
        Assert.DoesNotContain(tokens.RefreshToken!, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parent_is_taken_again_and_answered_with_the_same_successor()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = (await auth.BeginAsync()).RefreshToken!;

        var lost = await auth.TryRefreshAsync(first);
        var repeated = await auth.TryRefreshAsync(first);

        Assert.Equal(lost!.RefreshToken, repeated!.RefreshToken);
        Assert.NotNull(await auth.TryRefreshAsync(repeated.RefreshToken!));
        Assert.Equal(2, await auth.QueryAsync<int>("select generation from mine.sessions"));
        Assert.Equal(1, await auth.QueryAsync<int>("select cardinality(token_hashes) from mine.sessions"));
    }

    // supabase/auth-js#213, nightscout/nocturne#326, nirholas/three.ws#6
    [Fact]
    [Trait("Case", "A-AUT-01")]
    public async Task Twenty_requests_at_once_with_one_token_leave_one_live_token()
    {
        await using var auth = await AuthHost.SharedAsync();
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        var tokens = await auth.BeginAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? auth : replica).TryRefreshAsync(tokens.RefreshToken!))
        );

        Assert.All(answers, Assert.NotNull);
        var live = Assert.Single(answers.Select(answer => answer!.RefreshToken!).Distinct());
        Assert.Equal(
            (1, 1),
            (
                await auth.QueryAsync<int>("select cardinality(token_hashes) from mine.sessions"),
                await auth.QueryAsync<int>("select generation from mine.sessions")
            )
        );
        Assert.NotNull(await auth.TryRefreshAsync(live));
        Assert.DoesNotContain(await auth.AuditAsync(), row => row.Event == "session.token-reused");
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", answers[^1]!.AccessToken)).StatusCode);
    }

    [Fact]
    public async Task Two_tabs_that_refresh_some_time_apart_go_on_with_the_same_token()
    {
        await using var auth = await AuthHost.SharedAsync();
        var shared = (await auth.BeginAsync()).RefreshToken!;

        var one = await auth.TryRefreshAsync(shared);
        await auth.ExecuteAsync("update mine.sessions set rotated_at = rotated_at - interval '11 seconds'");
        var other = await auth.TryRefreshAsync(shared);
        await auth.ExecuteAsync("update mine.sessions set rotated_at = rotated_at - interval '65 seconds'");
        var background = await auth.TryRefreshAsync(shared);

        Assert.Equal((one!.RefreshToken, one.RefreshToken), (other!.RefreshToken, background!.RefreshToken));
        Assert.NotNull(await auth.TryRefreshAsync(one.RefreshToken!));
    }

    [Fact]
    public async Task What_the_database_keeps_does_not_make_the_successor()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = (await auth.BeginAsync()).RefreshToken!;
        var second = (await auth.TryRefreshAsync(first))!.RefreshToken!;

        var kept = await auth.QueryAsync<string>("select s::text from mine.sessions s");

        var random = Convert.ToHexStringLower(Base64Url.DecodeFromChars(second)[20..52]);
        Assert.DoesNotContain(random, kept, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task What_the_roles_no_longer_give_is_gone_with_the_next_refresh()
    {
        await using var auth = await AuthHost.SharedAsync();
        var user = await auth.SignUpAsync();
        await auth.ExecuteAsync($"insert into mine.user_roles (user_id, role) values ('{user.Id}', 'operator')");
        var tokens = await auth.SignInAsync();
        Assert.Contains("users:read", tokens.Scope!.Split(' '));

        // Not through the API, which would end the session.
        await auth.ExecuteAsync("delete from mine.user_roles where role = 'operator'");
        var next = await auth.TryRefreshAsync(tokens.RefreshToken!);
        var steppedUp = await Apps.ReadAsync<TokenResponse>(
            await auth.SendAsync(HttpMethod.Post, "/api/sessions/current/step-up", next!.AccessToken, new { password = Accounts.Password })
        );

        Assert.Equal(("account billing deployments", "account billing deployments"), (next.Scope, steppedUp.Scope));
        Assert.DoesNotContain(
            "users:read",
            (await SignedToken.ReadAsync(auth, next.AccessToken)).GetProperty("scope").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_parent_after_its_time_ends_the_session_for_its_successor_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = (await auth.BeginAsync()).RefreshToken!;
        var second = await auth.TryRefreshAsync(first);
        await auth.ExecuteAsync("update mine.sessions set rotated_at = rotated_at - interval '121 seconds'");

        Assert.Null(await auth.TryRefreshAsync(first));

        Assert.Equal("reuse", await auth.QueryAsync<string>("select revoked_because from mine.sessions"));
        Assert.Null(await auth.TryRefreshAsync(second!.RefreshToken!));
    }

    [Fact]
    public async Task A_grandparent_ends_the_session_at_once()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = (await auth.BeginAsync()).RefreshToken!;
        var second = (await auth.TryRefreshAsync(first))!.RefreshToken!;
        var third = (await auth.TryRefreshAsync(second))!.RefreshToken!;

        Assert.Null(await auth.TryRefreshAsync(first));

        Assert.Null(await auth.TryRefreshAsync(second));
        Assert.Null(await auth.TryRefreshAsync(third));
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_when_its_token_is_given_back()
    {
        await using var auth = await AuthHost.SharedAsync();
        var idle = (await auth.BeginAsync()).RefreshToken!;
        await auth.ExecuteAsync("update mine.sessions set expires_at = now()");
        Assert.Null(await auth.TryRefreshAsync(idle));

        var signedOut = (await auth.SignInAsync()).RefreshToken!;
        Assert.Equal(HttpStatusCode.OK, (await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", signedOut)))).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(signedOut));
        Assert.Equal(HttpStatusCode.OK, (await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", "none")))).StatusCode);
    }

    [Fact]
    public async Task A_token_that_the_service_did_not_make_ends_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).RefreshToken!;

        for (var i = 0; i < token.Length; i += 7)
        {
            var forged = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(await auth.TryRefreshAsync(forged));
        }

        Assert.Null(await auth.TryRefreshAsync(token + "A"));
        Assert.Null(await auth.TryRefreshAsync(token + "="));
        Assert.NotNull(await auth.TryRefreshAsync(token));
    }

    [Theory]
    [InlineData("grant_type=refresh_token", "invalid_request")]
    [InlineData("refresh_token=a", "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=&refresh_token=a", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=a&refresh_token=b", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=refresh_token&refresh_token=%00", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=%F0%9F%98%80", "invalid_grant")]
    public async Task What_is_no_request_for_a_token_is_answered_with_the_code_of_the_standard(string body, string error)
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.Client.PostAsync(
            "/connect/token",
            new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded")
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/connect/token", "grant_type=refresh_token&refresh_token=a%00b", "refresh_token")]
    [InlineData("/connect/token", "grant_type=%00", "grant_type")]
    [InlineData("/connect/revoke", "token=%00", "token")]
    [InlineData("/connect/introspect", "x%00=1&token=a", "body")]
    public async Task A_form_with_the_character_U_0000_is_refused_with_the_parameters_name(string path, string body, string parameter)
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.Client.PostAsync(
            path,
            new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded")
        );

        var problem = await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, parameter);
        Assert.Equal(
            ("invalid_request", $"{parameter} must not contain the character U+0000."),
            (problem.GetProperty("error").GetString(), problem.GetProperty("error_description").GetString())
        );
    }

    [Fact]
    public Task Of_many_at_once_none_refreshes_after_the_session_has_ended() => RefreshRace.RunAsync(rounds: 10);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Of_many_at_once_none_refreshes_after_the_session_has_ended_a_thousand_times() => RefreshRace.RunAsync(rounds: 1000);
}
