using System.Net;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tests.Audit;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.Administration;

public sealed class UserAccessTests
{
    [Fact]
    public async Task An_operator_sees_the_sessions_of_a_user_page_by_page_and_ends_one()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var support = await auth.SignInAsAdministratorAsync(role: "operator");
        var user = await auth.SignUpAsync();
        var phone = await auth.SignInAsync();
        var laptop = await auth.SignInAsync();
        await auth.SignInAsync();

        var first = await ListAsync<Page<SessionResponse>>(auth, support.AccessToken, $"/api/users/{user.Id}/sessions?limit=2");
        var second = await ListAsync<Page<SessionResponse>>(
            auth,
            support.AccessToken,
            $"/api/users/{user.Id}/sessions?limit=2&after={first.Next}"
        );

        Assert.Equal((2, 1), (first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.All(first.Items, session => Assert.False(session.Current));
        var id = second.Items[0].Id;
        Assert.Equal((await SignedToken.ReadAsync(auth, phone.AccessToken)).GetProperty("sid").GetGuid(), id);
        Assert.Equal(
            HttpStatusCode.NoContent,
            await StatusAsync(auth, HttpMethod.Delete, $"/api/users/{user.Id}/sessions/{id}", support.AccessToken)
        );
        Assert.Null(await auth.TryRefreshAsync(phone.RefreshToken!));
        Assert.NotNull(await auth.TryRefreshAsync(laptop.RefreshToken!));
        Assert.Equal("administrator", await auth.QueryAsync<string>($"select revoked_because from mine.sessions where id = '{id}'"));
        var ended = Assert.Single(await auth.AuditAsync(), row => row.Event == "session.ended");
        Assert.Equal((await UserOfAsync(auth, support.AccessToken), user.Id, id), (ended.Actor, ended.Target, ended.Session));
        Assert.Equal("administrator", ended.Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_operator_signs_a_user_out_everywhere()
    {
        await using var auth = await AuthHost.SharedAsync();
        var support = await auth.SignInAsAdministratorAsync(role: "operator");
        var user = await auth.SignUpAsync();
        var tokens = await auth.SignInAsync();

        Assert.Equal(
            HttpStatusCode.NoContent,
            await StatusAsync(auth, HttpMethod.Delete, $"/api/users/{user.Id}/sessions", support.AccessToken)
        );

        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Empty((await ListAsync<Page<SessionResponse>>(auth, support.AccessToken, $"/api/users/{user.Id}/sessions")).Items);
        Assert.NotNull(await auth.TryRefreshAsync(support.RefreshToken!));
    }

    [Fact]
    public async Task An_operator_sees_the_API_keys_of_a_user_page_by_page_and_revokes_one()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var support = await auth.SignInAsAdministratorAsync(role: "operator");
        var user = await auth.SignUpAsync();
        var token = (await auth.SignInAsync()).AccessToken;
        foreach (var name in new[] { "one", "two", "three" })
        {
            using var created = await auth.SendAsync(HttpMethod.Post, "/api/api-keys", token, new { name, scopes = new[] { "billing" } });
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        }

        var first = await ListAsync<Page<ApiKeyResponse>>(auth, support.AccessToken, $"/api/users/{user.Id}/api-keys?limit=2");
        var second = await ListAsync<Page<ApiKeyResponse>>(
            auth,
            support.AccessToken,
            $"/api/users/{user.Id}/api-keys?limit=2&after={first.Next}"
        );

        Assert.Equal(["three", "two"], first.Items.Select(key => key.Name));
        Assert.Equal("one", Assert.Single(second.Items).Name);
        var path = $"/api/users/{user.Id}/api-keys/{second.Items[0].Id}";
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(auth, HttpMethod.Delete, path, support.AccessToken));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(auth, HttpMethod.Delete, path, support.AccessToken));
        Assert.Equal(2, (await ListAsync<Page<ApiKeyResponse>>(auth, token, "/api/api-keys")).Items.Count);
        var revoked = Assert.Single(await auth.AuditAsync(), row => row.Event == "api-key.revoked");
        Assert.Equal((await UserOfAsync(auth, support.AccessToken), user.Id), (revoked.Actor, revoked.Target));
    }

    [Fact]
    public async Task Nobody_else_sees_or_ends_what_is_another_users()
    {
        await using var auth = await AuthHost.SharedAsync();
        var support = (await auth.SignInAsAdministratorAsync(role: "operator")).AccessToken;
        var user = await auth.SignUpAsync();
        var own = await auth.SignInAsync();
        var grace = await auth.SignUpAsync("grace@example.com");
        var stranger = (await auth.SignInAsync("grace@example.com")).AccessToken;
        var session = (await SignedToken.ReadAsync(auth, own.AccessToken)).GetProperty("sid").GetGuid();

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Get, "sessions"),
                (HttpMethod.Delete, "sessions"),
                (HttpMethod.Delete, $"sessions/{session}"),
                (HttpMethod.Get, "api-keys"),
                (HttpMethod.Delete, $"api-keys/{Guid.NewGuid()}"),
            }
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(auth, method, $"/api/users/{user.Id}/{path}", stranger));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(auth, method, $"/api/users/{user.Id}/{path}", null));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(auth, method, $"/api/users/{Guid.NewGuid()}/{path}", support));
        }

        Assert.Equal(
            HttpStatusCode.NotFound,
            await StatusAsync(auth, HttpMethod.Delete, $"/api/users/{grace.Id}/sessions/{session}", support)
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users/{user.Id}/sessions?limit=201", support),
            HttpStatusCode.BadRequest,
            "limit"
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users/{user.Id}/api-keys?after=x", support),
            HttpStatusCode.BadRequest,
            "after"
        );
        Assert.NotNull(await auth.TryRefreshAsync(own.RefreshToken!));
    }

    private static async Task<T> ListAsync<T>(ServiceHost<Program> auth, string token, string path) =>
        await Apps.ReadAsync<T>(await auth.SendAsync(HttpMethod.Get, path, token));

    private static async Task<HttpStatusCode> StatusAsync(ServiceHost<Program> auth, HttpMethod method, string path, string? token)
    {
        using var response = await auth.SendAsync(method, path, token);
        return response.StatusCode;
    }

    private static async Task<Guid?> UserOfAsync(ServiceHost<Program> auth, string token) =>
        (await SignedToken.ReadAsync(auth, token)).GetProperty("sub").GetGuid();
}
