using System.Net;
using System.Text.Json;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Capsule.Auth.Tests.OAuth.ClientAuthenticationTests;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>Tokens as their client presents them: introspection and revocation.</summary>
public sealed class ClientTokenTests
{
    // GluuFederation/oxAuth#929; jasonraimondi/ts-oauth2-server#154 (PR)
    [Fact]
    [Trait("Case", "A-AUT-25")]
    public async Task A_token_that_nobody_made_is_no_error()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.ServiceClientAsync(await auth.AdminAsync(), "tokens:introspect");

        var introspected = await auth.PostFormAsync("/connect/introspect", client.Basic(), ("token", "nonsense"));
        var revoked = await auth.PostFormAsync("/connect/revoke", client.Basic(), ("token", "nonsense"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (introspected.StatusCode, revoked.StatusCode));
        Assert.Equal("""{"active":false}""", (await Apps.ReadAsync<JsonElement>(introspected)).GetRawText());
    }

    // doorkeeper-gem/doorkeeper#1858
    [Fact]
    [Trait("Case", "A-AUT-27")]
    public async Task A_refresh_token_is_active_after_its_access_token_has_expired()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Tokens:Lifetime", "00:00:06"), ("Authentication:ClockSkew", "00:00:00"));
        var admin = await auth.AdminAsync();
        var (client, asker) = (
            await auth.AppClientAsync(admin),
            await auth.ServiceClientAsync((await auth.SignInAsync("admin@example.com")).AccessToken, "tokens:introspect")
        );
        var tokens = await auth.TokensAsync(
            client,
            await auth.CodeAsync((await auth.SignInAsync("admin@example.com")).AccessToken, client)
        );
        await Eventually.TrueAsync(async () => !await IsActiveAsync(tokens.AccessToken), "the access token has expired");

        Assert.True(await IsActiveAsync(tokens.RefreshToken!));
        Assert.Equal(HttpStatusCode.OK, (await ClientRefreshTests.RefreshAsync(auth, client, tokens.RefreshToken!)).StatusCode);

        async Task<bool> IsActiveAsync(string token) =>
            (await Apps.ReadAsync<JsonElement>(await auth.PostFormAsync("/connect/introspect", asker.Basic(), ("token", token))))
                .GetProperty("active")
                .GetBoolean();
    }

    [Fact]
    public async Task A_client_gives_its_own_token_back_and_nobody_gives_back_anothers()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var (client, other) = (
            await auth.ServiceClientAsync(admin, "users:read", "tokens:introspect"),
            await auth.ServiceClientAsync(admin, "users:read")
        );
        var token = (
            await Apps.ReadAsync<TokenResponse>(await auth.PostFormAsync("/connect/token", client.Basic(), Grant, ("scope", "users:read")))
        ).AccessToken;

        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/revoke", Apps.Basic(client.Id.ToString(), "wrong"), ("token", token)),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/revoke", null, ("token", token)),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await auth.PostFormAsync("/connect/revoke", other.Basic(), ("token", token));
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users", token)).StatusCode);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await auth.PostFormAsync("/connect/revoke", client.Basic(), ("token", token))).StatusCode);
        }

        Assert.Equal(
            """{"active":false}""",
            (
                await Apps.ReadAsync<JsonElement>(await auth.PostFormAsync("/connect/introspect", client.Basic(), ("token", token)))
            ).GetRawText()
        );
        await Eventually.TrueAsync(
            async () => (await auth.SendAsync(HttpMethod.Get, "/api/users", token)).StatusCode == HttpStatusCode.Unauthorized,
            "the end is heard of"
        );
    }

    [Fact]
    public async Task An_access_token_of_a_users_own_session_ends_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, (await auth.PostFormAsync("/connect/revoke", null, ("token", tokens.AccessToken))).StatusCode);

        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
    }

    [Fact]
    public async Task Every_access_token_says_which_client_has_it()
    {
        await using var auth = await AuthHost.SharedAsync();

        Assert.Equal(
            "capsule",
            (await SignedToken.ReadAsync(auth, (await auth.BeginAsync()).AccessToken)).GetProperty("client_id").GetString()
        );
    }

    // RFC 8707, section 2.
    [Fact]
    public async Task A_token_may_be_for_several_resources_and_every_one_must_be_the_clients()
    {
        await using var auth = await AuthHost.SharedAsync();
        const string Reports = "https://api.example.com/reports",
            Files = "https://api.example.com/files";
        var client = await Apps.ReadAsync<Capsule.Auth.OAuth.Clients.ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                await auth.AdminAsync(),
                new
                {
                    name = "batch",
                    grantTypes = new[] { "client_credentials" },
                    scopes = new[] { "users:read" },
                    resources = new[] { Reports, Files },
                }
            )
        );

        var both = await auth.PostFormAsync("/connect/token", client.Basic(), Grant, ("resource", Reports), ("resource", Files));
        var claims = await SignedToken.ReadAsync(auth, (await Apps.ReadAsync<TokenResponse>(both)).AccessToken);

        Assert.Equal([Files, Reports], claims.GetProperty("aud").EnumerateArray().Select(audience => audience.GetString()).Order());
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync(
                "/connect/token",
                client.Basic(),
                Grant,
                ("resource", Reports),
                ("resource", "https://other.example.com/")
            ),
            HttpStatusCode.BadRequest,
            "invalid_target"
        );
    }
}
