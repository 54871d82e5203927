using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Clients;

/// <summary>Who may register clients, and what is refused.</summary>
public sealed class ClientRegistrationTests
{
    [Theory]
    [InlineData("""{"name":"","scopes":["account"]}""", "name")]
    [InlineData("""{"name":" ","scopes":["account"]}""", "name")]
    [InlineData("""{"name":"x"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["made:up"]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["account billing"]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[""]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":["password"]}""", "grantTypes")]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":[null]}""", "grantTypes")]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":["refresh_token"]}""", "grantTypes")]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":["authorization_code"]}""", "redirectUris")]
    [InlineData("""{"name":"x","scopes":["account"],"isPublic":true,"grantTypes":["client_credentials"]}""", "isPublic")]
    [InlineData("""{"name":"x","scopes":["account"],"isPublic":"yes"}""", "isPublic")]
    [InlineData("""{"name":"x","scopes":["account"],"redirectUris":["https://app.example.com"]}""", "redirectUris")]
    [InlineData(
        """{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["http://app.example.com"]}""",
        "redirectUris"
    )]
    [InlineData(
        """{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["https://app.example.com/#a"]}""",
        "redirectUris"
    )]
    [InlineData(
        """{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["https://a@app.example.com/"]}""",
        "redirectUris"
    )]
    [InlineData(
        """{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["javascript:alert(1)"]}""",
        "redirectUris"
    )]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["/callback"]}""", "redirectUris")]
    [InlineData(
        """{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":["https://app.example.com/\r\nX: y"]}""",
        "redirectUris"
    )]
    [InlineData("""{"name":"x","scopes":["account"],"grantTypes":["authorization_code"],"redirectUris":[null]}""", "redirectUris")]
    public async Task Bad_clients_are_answered_with_the_fields_name(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/clients")
        {
            Content = new StringContent(body, null, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", await auth.AdminAsync());

        await ServiceCompliance.AssertProblemAsync(await auth.Client.SendAsync(request), HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("http://localhost:3000/cb")]
    [InlineData("http://127.0.0.1:3000/cb")]
    [InlineData("http://[::1]/cb")]
    [InlineData("com.example.app:/cb")]
    public async Task Apps_on_a_device_have_addresses_of_their_own(string address)
    {
        await using var auth = await AuthHost.SharedAsync();

        var client = await Apps.ReadAsync<ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                await auth.AdminAsync(),
                new
                {
                    name = "app",
                    isPublic = true,
                    scopes = new[] { "openid" },
                    grantTypes = new[] { "authorization_code" },
                    redirectUris = new[] { address },
                }
            )
        );

        Assert.Equal((true, null, address), (client.IsPublic, client.ClientSecret, client.RedirectUris.Single()));
    }

    [Fact]
    public async Task Neither_users_nor_keys_nor_clients_make_clients()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var user = (await auth.BeginAsync()).AccessToken;
        var key = await auth.KeyAsync(admin, "users:write");
        var app = await auth.AppClientAsync(admin, isPublic: true, "openid", "users:write");
        var less = (await auth.TokensAsync(app, await auth.CodeAsync(admin, app, "openid users:write"))).AccessToken;
        var wanted = new { name = "x", scopes = new[] { "audit:read" } };

        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/api/clients", user, wanted),
            HttpStatusCode.Forbidden
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/api/clients", key.Key, new { name = "x", scopes = new[] { "users:write" } }),
            HttpStatusCode.Forbidden
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/api/clients", less, wanted),
            HttpStatusCode.Forbidden
        );
        Assert.Equal(HttpStatusCode.Created, (await auth.SendAsync(HttpMethod.Post, "/api/clients", admin, wanted)).StatusCode);
    }
}
