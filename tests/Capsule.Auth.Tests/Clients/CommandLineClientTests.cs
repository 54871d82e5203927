using System.Net;
using System.Text.Json;
using Capsule.Auth.Clients;
using Capsule.Auth.Protocol;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Clients;

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
                await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", scope)), HttpStatusCode.BadRequest, "invalid_scope");
        }

        foreach (var grant in new[] { "client_credentials", "authorization_code" })
        {
            var refused = await auth.PostFormAsync(
                "/connect/token", null, ("grant_type", grant), ("client_id", Id), ("code", "c"), ("code_verifier", Apps.Verifier), ("redirect_uri", Apps.Callback));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("unauthorized_client", JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync()).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task It_gets_no_more_than_the_users_roles_give()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();
        var admin = await auth.AdminAsync();

        var user = await AllowAsync(auth, Accounts.Email);
        var administrator = await AllowAsync(auth, "admin@example.com");

        Assert.Equal(("email openid profile", "audit:read email openid profile users:read"), (user.Scope, administrator.Scope));
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users", administrator.AccessToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auth.SendAsync(HttpMethod.Get, "/api/users", user.AccessToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auth.SendAsync(HttpMethod.Get, "/api/sessions", administrator.AccessToken)).StatusCode);
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
            await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", Asked)), HttpStatusCode.BadRequest, "invalid_client");
    }

    [Fact]
    public async Task The_page_shows_the_code_as_the_device_does_however_it_was_typed()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();
        var device = await BeginAsync(auth);
        var code = device.UserCode.Replace("-", " ", StringComparison.Ordinal);

        var page = await (await VisitAsync(auth, HttpMethod.Get, await SignInAsync(auth, Accounts.Email), $"/device?user_code={Uri.EscapeDataString(code)}"))
            .Content.ReadAsStringAsync();

        Assert.Contains("<strong>Capsule command line</strong> asks for access", page, StringComparison.Ordinal);
        Assert.Contains($"The device shows the code <strong>{device.UserCode}</strong>", page, StringComparison.Ordinal);
    }

    private static async Task<TokenResponse> AllowAsync(ServiceHost<Program> auth, string email)
    {
        var device = await BeginAsync(auth);
        var allowed = await VisitAsync(auth, HttpMethod.Post, await SignInAsync(auth, email), "/device", ("user_code", device.UserCode), ("decision", "allow"));
        Assert.Equal("/device?status=allowed", allowed.Headers.Location?.OriginalString);
        return await Apps.ReadAsync<TokenResponse>(await auth.PostFormAsync(
            "/connect/token", null, ("grant_type", GrantTypes.DeviceCode), ("client_id", Id), ("device_code", device.DeviceCode)));
    }

    private static async Task<DeviceAuthorizationResponse> BeginAsync(ServiceHost<Program> auth) => await Apps.ReadAsync<DeviceAuthorizationResponse>(
        await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", Id), ("scope", Asked)));

    private static async Task<string> SignInAsync(ServiceHost<Program> auth, string email)
    {
        var response = await auth.CreateBareClient().PostAsync(
            "/sign-in", Accounts.Form(("email", auth.AddressOf(email)), ("password", Accounts.Password), ("return", "/device")));
        return response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("capsule-session=", StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task<HttpResponseMessage> VisitAsync(
        ServiceHost<Program> auth, HttpMethod method, string cookie, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path) { Content = form.Length > 0 ? Accounts.Form(form) : null };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await auth.CreateBareClient().SendAsync(request);
    }
}
