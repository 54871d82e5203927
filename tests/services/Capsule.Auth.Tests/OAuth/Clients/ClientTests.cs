using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.OAuth.Clients;

public sealed class ClientTests
{
    [Fact]
    public async Task A_client_gets_a_token_for_itself_within_its_scopes()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var client = await auth.ServiceClientAsync(await auth.AdminAsync(), "users:read", "deployments:read");

        var none = await Apps.ReadAsync<TokenResponse>(await TokenAsync(auth, client));
        var all = await Apps.ReadAsync<TokenResponse>(await TokenAsync(auth, client, ("scope", "users:read deployments:read")));
        var one = await Apps.ReadAsync<TokenResponse>(await TokenAsync(auth, client, ("scope", "users:read")));

        Assert.Equal(("", "deployments:read users:read", "users:read", null), (none.Scope, all.Scope, one.Scope, all.RefreshToken));
        var claims = await SignedToken.ReadAsync(auth, all.AccessToken);
        Assert.Equal((client.Id, client.Id), (claims.GetProperty("sub").GetGuid(), claims.GetProperty("client_id").GetGuid()));
        Assert.Equal("service", Assert.Single(claims.GetProperty("role").EnumerateArray()).GetString());
        Assert.False(claims.TryGetProperty("sid", out _) || claims.TryGetProperty("auth_time", out _));
        var admin = await auth.QueryAsync<Guid>("select id from mine.users");
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users/{admin}", all.AccessToken),
            HttpStatusCode.Forbidden
        );
        Assert.Equal(3, (await auth.AuditAsync()).Count(row => row.Event == "client.token" && row.Actor == client.Id));
    }

    [Fact]
    public async Task Who_is_not_the_client_or_wants_more_gets_none()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var admin = await auth.AdminAsync();
        var client = await auth.ServiceClientAsync(admin, "users:read");
        var app = await auth.AppClientAsync(admin);
        (string, string) grant = ("grant_type", "client_credentials");

        await Apps.AssertErrorAsync(
            await TokenAsync(auth, client, ("scope", "users:read users:write")),
            HttpStatusCode.BadRequest,
            "invalid_scope"
        );
        await Apps.AssertErrorAsync(await TokenAsync(auth, client, ("scope", " ")), HttpStatusCode.BadRequest, "invalid_scope");
        await Apps.AssertErrorAsync(await TokenAsync(auth, app), HttpStatusCode.BadRequest, "unauthorized_client");
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", Apps.Basic(client.Id.ToString(), "wrong"), grant),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", Apps.Basic(client.Id.ToString(), app.ClientSecret), grant),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", null, grant, ("client_id", client.Id.ToString())),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(await auth.PostFormAsync("/connect/token", null, grant), HttpStatusCode.Unauthorized, "invalid_client");
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", Apps.Basic(Guid.NewGuid().ToString(), "x"), grant),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", "Basic ???", grant),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", client.Basic(), grant, ("client_secret", client.ClientSecret!)),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", client.Basic(), ("grant_type", "password")),
            HttpStatusCode.BadRequest,
            "unsupported_grant_type"
        );

        Assert.Equal(3, (await auth.AuditAsync()).Count(row => row.Event == "client.refused" && row.Target == client.Id));
    }

    [Fact]
    public async Task A_rotated_secret_and_the_one_before_are_good_until_the_overlap_ends()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var first = await auth.ServiceClientAsync(admin, "users:read");

        var second = first with { ClientSecret = await RotateAsync(auth, admin, first.Id, new { }) };
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(first), await StatusAsync(second)));

        await auth.ExecuteAsync("update mine.oauth_applications set previous_secret_expires_at = now() where previous_secret is not null");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(first), await StatusAsync(second)));

        var third = first with { ClientSecret = await RotateAsync(auth, admin, first.Id, new { overlapSeconds = 0 }) };
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(second), await StatusAsync(third)));
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, $"/api/clients/{first.Id}/secret", admin, new { overlapSeconds = -1 }),
            HttpStatusCode.BadRequest,
            "overlapSeconds"
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, $"/api/clients/{Guid.NewGuid()}/secret", admin, new { }),
            HttpStatusCode.NotFound
        );
        Assert.Equal(
            0L,
            await auth.QueryAsync<long>($"select count(*) from auth.oauth_applications c where c::text like '%{third.ClientSecret}%'")
        );

        async Task<HttpStatusCode> StatusAsync(ClientResponse client) => (await TokenAsync(auth, client)).StatusCode;
    }

    [Fact]
    public async Task Clients_are_listed_page_by_page_and_deleted_with_their_sessions()
    {
        await using var auth = await AuthHost.StartAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var admin = await auth.AdminAsync();
        var app = await auth.AppClientAsync(admin);
        for (var i = 0; i < 3; i++)
        {
            await auth.ServiceClientAsync(admin, "users:read");
        }

        var first = await Apps.ReadAsync<Page<ClientResponse>>(await auth.SendAsync(HttpMethod.Get, "/api/clients?limit=3", admin));
        var second = await Apps.ReadAsync<Page<ClientResponse>>(
            await auth.SendAsync(HttpMethod.Get, $"/api/clients?limit=3&after={first.Next}", admin)
        );
        Assert.Equal((3, null), (first.Items.Count, second.Next));
        Assert.Equal(["app", "Capsule command line"], second.Items.Select(client => client.Name));
        Assert.DoesNotContain(
            app.ClientSecret!,
            await (await auth.SendAsync(HttpMethod.Get, $"/api/clients/{app.Id}", admin)).Content.ReadAsStringAsync()
        );

        var tokens = await auth.TokensAsync(app, await auth.CodeAsync(admin, app));
        Assert.Equal(HttpStatusCode.NoContent, (await auth.SendAsync(HttpMethod.Delete, $"/api/clients/{app.Id}", admin)).StatusCode);

        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "its session has ended"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync(
                "/connect/token",
                app.Basic(),
                ("grant_type", "refresh_token"),
                ("refresh_token", tokens.RefreshToken!)
            ),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/clients/{app.Id}", admin),
            HttpStatusCode.NotFound
        );
        Assert.Equal(
            1,
            Assert.Single(await auth.AuditAsync(), row => row.Event == "client.deleted").Data.GetProperty("sessions").GetInt32()
        );
    }

    private static Task<HttpResponseMessage> TokenAsync(ServiceHost<Program> auth, ClientResponse client, params (string, string)[] more) =>
        auth.PostFormAsync("/connect/token", client.Basic(), [("grant_type", "client_credentials"), .. more]);

    private static async Task<string> RotateAsync(ServiceHost<Program> auth, string admin, Guid client, object body) =>
        (
            await Apps.ReadAsync<RotatedSecret>(await auth.SendAsync(HttpMethod.Post, $"/api/clients/{client}/secret", admin, body))
        ).ClientSecret;
}
