using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

public sealed class AuthorizationCodeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_gets_tokens_for_the_user_who_lets_it(bool isPublic)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync(), isPublic);
        var user = await auth.SignUpAsync();
        var token = (await auth.SignInAsync()).AccessToken;
        var redirect = Apps.Query(
            await Apps.ReadAsync<AuthorizeResponse>(
                await auth.SendAsync(HttpMethod.Post, "/connect/authorize", token, client.Authorize("openid email profile account"))
            )
        );
        Assert.Equal(("auth", "s & 1", AuthHost.Issuer), (redirect["from"], redirect["state"], redirect["iss"]));

        var tokens = await auth.TokensAsync(client, redirect["code"]!);

        Assert.Equal("account email openid profile", tokens.Scope);
        var access = await SignedToken.ReadAsync(auth, tokens.AccessToken);
        Assert.Equal((user.Id, client.Id), (access.GetProperty("sub").GetGuid(), access.GetProperty("client_id").GetGuid()));
        var id = Read(tokens.IdToken!, out var type);
        Assert.Equal("JWT", type);
        Assert.Equal(
            (user.Id, client.Id, "n-1"),
            (id.GetProperty("sub").GetGuid(), id.GetProperty("aud").GetGuid(), id.GetProperty("nonce").GetString())
        );
        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(tokens.AccessToken)).AsSpan(0, 16)),
            id.GetProperty("at_hash").GetString()
        );
        Assert.Equal(access.GetProperty("auth_time").GetInt64(), id.GetProperty("auth_time").GetInt64());
        Assert.Equal("pwd", Assert.Single(id.GetProperty("amr").EnumerateArray()).GetString());
        var info = await Apps.ReadAsync<JsonElement>(await auth.SendAsync(HttpMethod.Get, "/connect/userinfo", tokens.AccessToken));
        Assert.Equal(
            (user.Id, auth.AddressOf(Accounts.Email), "Ada Lovelace"),
            (info.GetProperty("sub").GetGuid(), info.GetProperty("email").GetString(), info.GetProperty("name").GetString())
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/connect/userinfo", token),
            HttpStatusCode.Forbidden
        );

        // An ID token opens nothing.
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.IdToken)).StatusCode);
    }

    [Fact]
    public async Task Without_openid_there_is_no_ID_token_and_a_user_is_told_no_more_than_the_scopes_say()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin);

        var plain = await auth.TokensAsync(client, await auth.CodeAsync(admin, client, "account"));
        var open = await auth.TokensAsync(client, await auth.CodeAsync(admin, client, "openid"));

        Assert.Null(plain.IdToken);
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/connect/userinfo", plain.AccessToken),
            HttpStatusCode.Forbidden
        );
        var info = await Apps.ReadAsync<JsonElement>(await auth.SendAsync(HttpMethod.Get, "/connect/userinfo", open.AccessToken));
        Assert.Equal("sub", Assert.Single(info.EnumerateObject()).Name);
    }

    [Fact]
    public async Task The_session_that_begins_refreshes_for_its_client_alone_and_keeps_when_the_user_signed_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var (client, other) = (await auth.AppClientAsync(admin), await auth.AppClientAsync(admin));
        await auth.ExecuteAsync("update mine.sessions set created_at = now() - interval '3 hours'");
        var tokens = await auth.TokensAsync(client, await auth.CodeAsync(admin, client));
        (string, string)[] form = [("grant_type", "refresh_token"), ("refresh_token", tokens.RefreshToken!)];

        await Apps.AssertErrorAsync(await auth.PostFormAsync("/connect/token", null, form), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", other.Basic(), form),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        var next = await Apps.ReadAsync<TokenResponse>(await auth.PostFormAsync("/connect/token", client.Basic(), form));

        Assert.Equal(tokens.Scope, next.Scope);
        var (before, after) = (await SignedToken.ReadAsync(auth, tokens.AccessToken), await SignedToken.ReadAsync(auth, next.AccessToken));
        Assert.Equal(before.GetProperty("auth_time").GetInt64(), after.GetProperty("auth_time").GetInt64());
        Assert.True(after.GetProperty("iat").GetInt64() - after.GetProperty("auth_time").GetInt64() > 3600);
        Assert.Equal(client.Id, after.GetProperty("client_id").GetGuid());

        // A session of the user's own is no client's.
        var own = (await auth.SignInAsync("admin@example.com")).RefreshToken!;
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", client.Basic(), ("grant_type", "refresh_token"), ("refresh_token", own)),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        Assert.NotNull(await auth.TryRefreshAsync(own));
    }

    [Theory]
    [InlineData("client_id", "x")]
    [InlineData("client_id", "6f1f4d9e-0000-7000-8000-000000000001")]
    [InlineData("redirect_uri", "https://app.example.com/callback?from=auth&more")]
    [InlineData("redirect_uri", "https://APP.example.com/callback?from=auth")]
    [InlineData("redirect_uri", "")]
    [InlineData("response_type", "token")]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge", "short")]
    [InlineData("code_challenge", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("scope", "openid users:write")]
    [InlineData("scope", "billing")]
    [InlineData("scope", " ")]
    [InlineData("nonce", "501")]
    [InlineData("state", "2001")]
    public async Task Bad_requests_are_answered_with_the_parameters_name(string parameter, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var token = (await auth.BeginAsync()).AccessToken;
        var body = JsonSerializer.SerializeToNode(client.Authorize())!;
        body[parameter] = int.TryParse(value, out var length) ? new string('x', length) : value;

        var response = await auth.SendAsync(HttpMethod.Post, "/connect/authorize", token, body);

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, parameter);
    }

    [Fact]
    public async Task No_client_gets_what_the_users_token_does_not_allow()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin, false, "account", "openid", "users:write");
        var user = (await auth.BeginAsync()).AccessToken;

        Assert.Equal("account openid", (await auth.TokensAsync(client, await auth.CodeAsync(user, client, scope: null))).Scope);
        Assert.Equal(
            "account openid users:write",
            (await auth.TokensAsync(client, await auth.CodeAsync(admin, client, scope: null))).Scope
        );

        // Nor does a client's token make codes or keys.
        var narrow = (await auth.TokensAsync(client, await auth.CodeAsync(admin, client, "account"))).AccessToken;
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/connect/authorize", narrow, client.Authorize("account")),
            HttpStatusCode.Forbidden
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/api/api-keys", narrow, new { name = "more", scopes = new[] { "account" } }),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task The_discovery_document_lists_it_all()
    {
        await using var auth = await AuthHost.SharedAsync();

        var document = await Apps.ReadAsync<JsonElement>(await auth.Client.GetAsync("/.well-known/openid-configuration"));

        foreach (
            var (name, path) in new[]
            {
                ("authorization_endpoint", "authorize"),
                ("token_endpoint", "token"),
                ("userinfo_endpoint", "userinfo"),
                ("revocation_endpoint", "revoke"),
                ("introspection_endpoint", "introspect"),
                ("pushed_authorization_request_endpoint", "par"),
                ("device_authorization_endpoint", "device-authorization"),
                ("end_session_endpoint", "end-session"),
            }
        )
        {
            Assert.Equal($"{AuthHost.Issuer}/connect/{path}", document.GetProperty(name).GetString());
        }

        Assert.Equal(
            ["authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
            List("grant_types_supported").Order()
        );
        Assert.Equal(["S256"], List("code_challenge_methods_supported"));
        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(
            ["client_secret_basic", "client_secret_post", "none", "private_key_jwt"],
            List("token_endpoint_auth_methods_supported").Order()
        );
        Assert.Equal(["ES256", "RS256"], List("id_token_signing_alg_values_supported").Order());

        string[] List(string name) => [.. document.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
    }

    private static JsonElement Read(string token, out string? type)
    {
        var parts = token.Split('.');
        type = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0])).GetProperty("typ").GetString();
        return JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
    }
}
