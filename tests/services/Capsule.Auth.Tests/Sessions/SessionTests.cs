using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Sessions;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task Users_see_where_they_are_signed_in_page_by_page()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("grace@example.com");
        await auth.SignInAsync("grace@example.com");
        await auth.SignUpAsync();
        auth.Client.DefaultRequestHeaders.UserAgent.ParseAdd("test/1.0");
        for (var i = 0; i < 4; i++)
        {
            await auth.SignInAsync();
        }

        var token = (await auth.SignInAsync()).AccessToken;

        var first = await ListAsync(auth, token, "?limit=3");
        var second = await ListAsync(auth, token, $"?limit=3&after={first.Next}");

        Assert.Equal((3, 2), (first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.Equal(first.Items.Concat(second.Items).OrderByDescending(session => session.SignedInAt), first.Items.Concat(second.Items));
        Assert.Equal([true, false, false], first.Items.Select(session => session.Current));
        Assert.All(first.Items, session => Assert.Equal("test/1.0", session.Device));
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/api/sessions?limit=0", token),
            HttpStatusCode.BadRequest,
            "limit"
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/api/sessions?after=x", token),
            HttpStatusCode.BadRequest,
            "after"
        );
    }

    [Fact]
    public async Task A_session_that_its_user_ends_refreshes_no_more_and_nobody_ends_anothers()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("grace@example.com");
        var stranger = (await auth.SignInAsync("grace@example.com")).AccessToken;
        var phone = await auth.BeginAsync();
        var laptop = await auth.SignInAsync();
        var id = (await ListAsync(auth, phone.AccessToken, "")).Items.Single(session => session.Current).Id;

        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}", stranger),
            HttpStatusCode.NotFound
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}", laptop.AccessToken)).StatusCode
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}", laptop.AccessToken),
            HttpStatusCode.NotFound
        );

        Assert.Null(await auth.TryRefreshAsync(phone.RefreshToken!));
        Assert.NotNull(await auth.TryRefreshAsync(laptop.RefreshToken!));
        Assert.Equal("signed-out", await auth.QueryAsync<string>($"select revoked_because from mine.sessions where id = '{id}'"));
    }

    [Fact]
    public async Task All_others_end_together()
    {
        await using var auth = await AuthHost.SharedAsync();
        var phone = await auth.BeginAsync();
        var tablet = await auth.SignInAsync();
        var laptop = await auth.SignInAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await auth.SendAsync(HttpMethod.Delete, "/api/sessions", laptop.AccessToken)).StatusCode);

        Assert.Null(await auth.TryRefreshAsync(phone.RefreshToken!));
        Assert.Null(await auth.TryRefreshAsync(tablet.RefreshToken!));
        Assert.NotNull(await auth.TryRefreshAsync(laptop.RefreshToken!));
    }

    private static async Task<Page<SessionResponse>> ListAsync(ServiceHost<Program> auth, string token, string query) =>
        (await (await auth.SendAsync(HttpMethod.Get, $"/api/sessions{query}", token)).Content.ReadFromJsonAsync<Page<SessionResponse>>())!;
}
