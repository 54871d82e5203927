using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Logs;

/// <summary>What programs do with their keys, secrets and codes, right and wrong.</summary>
internal sealed class SecretApps(ServiceHost<Program> auth, OtherService other, KnownSecrets secrets)
{
    private string _admin = "";

    /// <summary>A confidential app, with its secret of now.</summary>
    public ClientResponse App { get; private set; } = null!;

    /// <summary>An API key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>A code that nobody has used.</summary>
    public string Code { get; private set; } = "";

    public async Task SignInAsync() => _admin = secrets.Add("access token of the administrator", await auth.AdminAsync());

    /// <summary>Used here and elsewhere, wrong, and revoked.</summary>
    public async Task KeysAsync()
    {
        var revoked = await auth.KeyAsync(_admin, "account");
        Key = secrets.Add("API key", (await auth.KeyAsync(_admin, "account")).Key);
        var wrong = secrets.Add("wrong API key", Key[..^64] + secrets.Add("revoked API key", revoked.Key)[^64..]);
        await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{revoked.Id}", _admin);
        foreach (
            var (key, status) in new[]
            {
                (Key, HttpStatusCode.OK),
                (wrong, HttpStatusCode.Unauthorized),
                (revoked.Key, HttpStatusCode.Unauthorized),
                ("cap_none", HttpStatusCode.Unauthorized),
            }
        )
        {
            using var here = await auth.SendAsync(HttpMethod.Get, "/api/users/me", key);
            using var there = await other.GetAsync("/mine", key);
            Assert.Equal((status, status), (here.StatusCode, there.StatusCode));
        }
    }

    /// <summary>Made, rotated, and refused.</summary>
    public async Task ClientsAsync()
    {
        var batch = Keep(await auth.ServiceClientAsync(_admin, "deployments:read", "tokens:introspect"));
        foreach (
            var basic in new[]
            {
                batch.Basic(),
                Apps.Basic(batch.Id.ToString(), secrets.Add("wrong secret of a client", "a wrong secret of a client")),
            }
        )
        {
            using var response = await auth.PostFormAsync(
                "/connect/token",
                secrets.Add("credentials in Basic", basic),
                ("grant_type", "client_credentials")
            );
            Assert.Equal(basic == batch.Basic(), response.IsSuccessStatusCode);
        }

        using var rotated = await auth.SendAsync(HttpMethod.Post, $"/api/clients/{batch.Id}/secret", _admin, new { overlapSeconds = 0 });
        var secret = secrets.Add("rotated secret", (await Apps.ReadAsync<RotatedSecret>(rotated)).ClientSecret);
        foreach (var (clientSecret, isRight) in new[] { (secret, true), (batch.ClientSecret!, false) })
        {
            using var response = await auth.PostFormAsync(
                "/connect/token",
                null,
                ("grant_type", "client_credentials"),
                ("client_id", batch.Id.ToString()),
                ("client_secret", clientSecret)
            );
            Assert.Equal(isRight, response.IsSuccessStatusCode);
        }

        foreach (var token in new[] { _admin, Key, "a token that nobody made" })
        {
            using var response = await auth.PostFormAsync("/connect/introspect", Apps.Basic(batch.Id.ToString(), secret), ("token", token));
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>An app signs somebody in: a wrong verifier, the right one, the code once more, the tokens given back.</summary>
    public async Task CodesAsync()
    {
        App = Keep(await auth.AppClientAsync(_admin));
        secrets.Add("code verifier", Apps.Verifier);
        var wrong = secrets.Add("code that was spoilt", await auth.CodeAsync(_admin, App));
        await RefusedAsync(auth.ExchangeAsync(App, wrong, verifier: secrets.Add("wrong verifier", new string('v', 50))));
        var code = secrets.Add("code", await auth.CodeAsync(_admin, App));
        var tokens = await auth.TokensAsync(App, code);
        secrets.Add("access token of the app", tokens.AccessToken);
        secrets.Add("refresh token of the app", tokens.RefreshToken);
        secrets.Add("ID token", tokens.IdToken);
        using var user = await auth.SendAsync(HttpMethod.Get, "/connect/userinfo", tokens.AccessToken);
        user.EnsureSuccessStatusCode();
        await RefusedAsync(auth.ExchangeAsync(App, code));
        using var given = await auth.PostFormAsync("/connect/revoke", App.Basic(), ("token", tokens.RefreshToken!));
        given.EnsureSuccessStatusCode();
        Code = secrets.Add("unused code", await auth.CodeAsync(_admin, App));
    }

    private ClientResponse Keep(ClientResponse client)
    {
        secrets.Add("secret of a client", client.ClientSecret);
        return client;
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
