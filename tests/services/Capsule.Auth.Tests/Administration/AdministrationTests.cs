using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Administration;

public sealed class AdministrationTests
{
    [Fact]
    public async Task Who_is_deactivated_is_signed_out_and_stays_out_until_activated()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync();
        var tokens = await auth.SignInAsync();

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await SendAsync(auth, HttpMethod.Patch, $"/api/users/{user.Id}", admin, new { active = false })).StatusCode
        );
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await SendAsync(auth, HttpMethod.Patch, $"/api/users/{user.Id}", admin, new { active = true })).StatusCode
        );
        await auth.SignInAsync();

        await AssertRecordedAsync(auth, "user.deactivated", user.Id);
        await AssertRecordedAsync(auth, "user.activated", user.Id);
        Assert.Equal("2 Deactivated, 3 Active", await PublishedStatesAsync(auth));
    }

    [Fact]
    public async Task A_closed_account_that_is_given_back_is_not_forgotten()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync();
        var tokens = await auth.SignInAsync();
        using (
            var close = await SendAsync(auth, HttpMethod.Delete, "/api/users/me", tokens.AccessToken, new { password = Accounts.Password })
        )
        {
            Assert.Equal(HttpStatusCode.NoContent, close.StatusCode);
        }

        await SendAsync(auth, HttpMethod.Patch, $"/api/users/{user.Id}", admin, new { active = true });

        await auth.SignInAsync();
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.closed_accounts"));
        Assert.Equal("2 Closed, 3 Active", await PublishedStatesAsync(auth));
    }

    [Fact]
    public async Task Changes_of_an_account_at_once_have_versions_without_gaps_and_the_last_one_is_how_it_is()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i => SendAsync(auth, HttpMethod.Patch, $"/api/users/{user.Id}", admin, new { active = i % 2 == 1 }))
        );

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        var states = (await PublishedStatesAsync(auth)).Split(", ");
        Assert.Equal(
            Enumerable.Range(2, states.Length),
            states.Select(state => int.Parse(state.Split(' ')[0], CultureInfo.InvariantCulture))
        );
        var isActive = await auth.QueryAsync<bool>($"select active from mine.users where id = '{user.Id}'");
        Assert.EndsWith(isActive ? " Active" : " Deactivated", states[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_are_replaced_and_count_from_the_next_sign_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync();
        var before = await auth.SignInAsync();

        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await SendAsync(auth, HttpMethod.Put, $"/api/users/{user.Id}/roles", admin, new { roles = new[] { "user", "operator" } })
            ).StatusCode
        );

        Assert.Null(await auth.TryRefreshAsync(before.RefreshToken!));
        Assert.Contains("users:read", (await auth.SignInAsync()).Scope, StringComparison.Ordinal);
        Assert.Equal(
            """{"after": ["operator", "user"], "before": ["user"]}""",
            await auth.QueryAsync<string>(
                "select data::text from (select event, data from mine.audit_pending union all select event, data from mine.audit_log) e where event = 'user.roles-changed'"
            )
        );
    }

    [Fact]
    public async Task Who_is_signed_out_by_an_administrator_has_no_session_left()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync();
        var (one, two) = (await auth.SignInAsync(), await auth.SignInAsync());

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.SendAsync(HttpMethod.Delete, $"/api/users/{user.Id}/sessions", admin)).StatusCode
        );

        Assert.Null(await auth.TryRefreshAsync(one.RefreshToken!));
        Assert.Null(await auth.TryRefreshAsync(two.RefreshToken!));
    }

    [Fact]
    public async Task Administrators_leave_their_own_account_to_others()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var id = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Administrators.Email)}'");

        await ServiceCompliance.AssertProblemAsync(
            await SendAsync(auth, HttpMethod.Patch, $"/api/users/{id}", admin, new { active = false }),
            HttpStatusCode.Conflict
        );
        await ServiceCompliance.AssertProblemAsync(
            await SendAsync(auth, HttpMethod.Put, $"/api/users/{id}/roles", admin, new { roles = new[] { "user" } }),
            HttpStatusCode.Conflict
        );
    }

    [Theory]
    [InlineData("PATCH", "", """{}""", "active")]
    [InlineData("PATCH", "", """{"active":"yes"}""", "active")]
    [InlineData("PUT", "/roles", """{}""", "roles")]
    [InlineData("PUT", "/roles", """{"roles":[]}""", "roles")]
    [InlineData("PUT", "/roles", """{"roles":["service"]}""", "roles")]
    [InlineData("PUT", "/roles", """{"roles":[null]}""", "roles")]
    [InlineData("POST", "/impersonation", """{"reason":"x"}""", "reason")]
    public async Task Bad_input_is_answered_with_the_name_of_the_field(string method, string path, string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/users/{Guid.CreateVersion7()}{path}")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", admin);

        await ServiceCompliance.AssertProblemAsync(await auth.Client.SendAsync(request), HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task Who_is_not_there_is_not_found()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var path = $"/api/users/{Guid.CreateVersion7()}";

        await ServiceCompliance.AssertProblemAsync(
            await SendAsync(auth, HttpMethod.Patch, path, admin, new { active = true }),
            HttpStatusCode.NotFound
        );
        await ServiceCompliance.AssertProblemAsync(
            await SendAsync(auth, HttpMethod.Put, path + "/roles", admin, new { roles = new[] { "user" } }),
            HttpStatusCode.NotFound
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, path + "/sessions", admin),
            HttpStatusCode.NotFound
        );
    }

    private static Task<string> PublishedStatesAsync(ServiceHost<Program> auth) =>
        auth.QueryAsync<string>(
            """
            select string_agg(concat(payload->>'version', ' ', payload->>'state'), ', ' order by (payload->>'version')::int)
            from mine.outbox_messages where type like '%:AccountStateChanged'
            """
        );

    internal static async Task AssertRecordedAsync(ServiceHost<Program> auth, string name, Guid user) =>
        Assert.Equal(
            await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Administrators.Email)}'"),
            await auth.QueryAsync<Guid>(
                $"""
                select actor_id from (select event, actor_id, target_id from mine.audit_pending union all select event, actor_id, target_id from mine.audit_log) e
                where event = '{name}' and target_id = '{user}'
                """
            )
        );

    internal static async Task<HttpResponseMessage> SendAsync(
        ServiceHost<Program> auth,
        HttpMethod method,
        string path,
        string token,
        object body
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await auth.Client.SendAsync(request);
    }
}
