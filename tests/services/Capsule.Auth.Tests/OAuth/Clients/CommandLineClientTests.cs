using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Clients;

/// <summary>The client of <c>capsule login</c>, which the migrations make in every installation.</summary>
public sealed class CommandLineClientTests
{
    private const string Id = "00000000-0000-7000-8000-000000000001";
    private const string Asked = "openid profile email users:read audit:read";

    [Fact]
    public async Task It_is_there_outside_Development_too_for_the_device_grant_alone()
    {
        await using var auth = await AuthHost.StartOutsideDevelopmentAsync();

        var begun = await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", Asked));

        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        foreach (var scope in new[] { "account", "users:write", "users:revoke", "deployments", "tokens:introspect" })
        {
            await Apps.AssertErrorAsync(
                await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", scope)),
                HttpStatusCode.BadRequest,
                "invalid_scope"
            );
        }

        // Which asks for proof of who the client is.
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", null, ("grant_type", "client_credentials"), ("client_id", Id)),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        var code = await auth.CreateBareClient()
            .GetAsync(
                $"/connect/authorize?response_type=code&client_id={Id}&redirect_uri=http://127.0.0.1/cb&scope=openid&code_challenge={Apps.Verifier}&code_challenge_method=S256"
            );
        Assert.Equal((HttpStatusCode.BadRequest, null), (code.StatusCode, code.Headers.Location));
    }

    [Fact]
    public async Task It_gets_no_more_than_the_users_roles_give()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var admin = await auth.AdminAsync();

        var user = await AllowAsync(auth, Accounts.Email);
        var administrator = await AllowAsync(auth, "admin@example.com");

        Assert.Equal(("email openid profile", "audit:read email openid profile users:read"), (user.Scope, administrator.Scope));
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users", administrator.AccessToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auth.SendAsync(HttpMethod.Get, "/api/users", user.AccessToken)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await auth.SendAsync(HttpMethod.Get, "/api/sessions", administrator.AccessToken)).StatusCode
        );
        var client = await Apps.ReadAsync<ClientResponse>(await auth.SendAsync(HttpMethod.Get, $"/api/clients/{Id}", admin));
        Assert.Equal(("Capsule command line", true), (client.Name, client.IsPublic));
        Assert.Equal(Asked.Split(' ').Order(), client.Scopes.Order());
    }

    [Fact]
    public async Task An_administrator_can_delete_it()
    {
        await using var auth = await AuthHost.StartAsync();

        using var deleted = await auth.SendAsync(HttpMethod.Delete, $"/api/clients/{Id}", await auth.AdminAsync());
        await AuthHost.MigrateAsync(auth.Database.ConnectionString);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", Asked)),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
    }

    [Fact]
    public async Task The_page_shows_the_code_as_the_device_does_however_it_was_typed()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var device = await BeginAsync(auth);
        var code = device.UserCode.Replace("-", " ", StringComparison.Ordinal);

        var cookie = await SignInAsync(auth, Accounts.Email);
        var shown = await VisitAsync(auth, HttpMethod.Get, cookie, $"/device?user_code={Uri.EscapeDataString(code)}");
        var page = await shown.Content.ReadAsStringAsync();

        Assert.Contains("<strong>Capsule command line</strong> asks for access", page, StringComparison.Ordinal);
        Assert.Contains($"The device shows the code <strong>{device.UserCode}</strong>", page, StringComparison.Ordinal);
    }

    private static async Task<TokenResponse> AllowAsync(ServiceHost<Program> auth, string email)
    {
        var device = await BeginAsync(auth);
        var allowed = await VisitAsync(
            auth,
            HttpMethod.Post,
            await SignInAsync(auth, email),
            "/device",
            ("user_code", device.UserCode),
            ("decision", "allow")
        );
        Assert.Equal("/device?status=allowed", allowed.Headers.Location?.OriginalString);
        return await Apps.ReadAsync<TokenResponse>(
            await auth.PostFormAsync(
                "/connect/token",
                null,
                ("grant_type", GrantTypes.DeviceCode),
                ("client_id", Id),
                ("device_code", device.DeviceCode)
            )
        );
    }

    private static async Task<DeviceAuthorizationResponse> BeginAsync(ServiceHost<Program> auth) =>
        await Apps.ReadAsync<DeviceAuthorizationResponse>(
            await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", Asked))
        );

    private static async Task<string> SignInAsync(ServiceHost<Program> auth, string email)
    {
        var response = await auth.CreateBareClient()
            .PostAsync("/sign-in", Accounts.Form(("email", auth.AddressOf(email)), ("password", Accounts.Password), ("return", "/device")));
        return response
            .Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.Contains("capsule-session=", StringComparison.Ordinal))
            .Split(';')[0];
    }

    private static async Task<HttpResponseMessage> VisitAsync(
        ServiceHost<Program> auth,
        HttpMethod method,
        string cookie,
        string path,
        params (string Name, string Value)[] form
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = form.Length > 0 ? Accounts.Form(form) : null };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await auth.CreateBareClient().SendAsync(request);
    }
}
