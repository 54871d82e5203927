using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>API keys and clients, as tests begin with them.</summary>
internal static class Apps
{
    public const string Callback = "https://app.example.com/callback?from=auth";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /// <summary>Signs an administrator up and in.</summary>
    public static async Task<string> AdminAsync(this ServiceHost<Program> auth)
    {
        var admin = await auth.SignUpAsync("admin@example.com");
        await auth.ExecuteAsync($"insert into auth.user_roles (user_id, role) values ('{admin.Id}', 'admin')");
        return (await auth.SignInAsync("admin@example.com")).AccessToken;
    }

    public static async Task<CreatedApiKey> KeyAsync(this ServiceHost<Program> auth, string token, params string[] scopes) =>
        await ReadAsync<CreatedApiKey>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/api-keys",
                token,
                new { name = "ci", scopes = scopes.Length > 0 ? scopes : ["account"] }
            )
        );

    public static async Task<ClientResponse> ServiceClientAsync(this ServiceHost<Program> auth, string admin, params string[] scopes) =>
        await ReadAsync<ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                admin,
                new
                {
                    name = "batch",
                    grantTypes = new[] { "client_credentials" },
                    scopes,
                }
            )
        );

    public static async Task<ClientResponse> AppClientAsync(
        this ServiceHost<Program> auth,
        string admin,
        bool isPublic = false,
        params string[] scopes
    ) =>
        await ReadAsync<ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                admin,
                new
                {
                    name = "app",
                    isPublic,
                    grantTypes = new[] { "authorization_code", "refresh_token" },
                    redirectUris = new[] { Callback },
                    scopes = scopes.Length > 0 ? scopes : ["account", "email", "openid", "profile"],
                }
            )
        );

    /// <summary>Posts a form with a client's secret in the header.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this ServiceHost<Program> auth,
        string path,
        string? basic,
        params (string Name, string Value)[] form
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Accounts.Form(form) };
        if (basic is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", basic);
        }

        return await auth.Client.SendAsync(request);
    }

    /// <summary>A header as RFC 6749, section 2.3.1 wants it.</summary>
    public static string Basic(string id, string? secret) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret ?? "")}"))}";

    public static string Basic(this ClientResponse client) => Basic(client.Id.ToString(), client.ClientSecret);

    public static object Authorize(
        this ClientResponse client,
        string? scope = "openid account",
        string challengeOf = Verifier,
        string redirectUri = Callback,
        string? nonce = "n-1"
    ) =>
        new
        {
            client_id = client.Id,
            redirect_uri = redirectUri,
            response_type = "code",
            scope,
            state = "s & 1",
            nonce,
            code_challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(challengeOf))),
            code_challenge_method = "S256",
        };

    /// <summary>The code that a user's token gets for a client.</summary>
    public static async Task<string> CodeAsync(
        this ServiceHost<Program> auth,
        string token,
        ClientResponse client,
        string? scope = "openid account"
    ) =>
        Query(
            await ReadAsync<AuthorizeResponse>(await auth.SendAsync(HttpMethod.Post, "/connect/authorize", token, client.Authorize(scope)))
        )["code"]!;

    public static System.Collections.Specialized.NameValueCollection Query(AuthorizeResponse response) =>
        HttpUtility.ParseQueryString(new Uri(response.RedirectTo).Query);

    public static Task<HttpResponseMessage> ExchangeAsync(
        this ServiceHost<Program> auth,
        ClientResponse client,
        string code,
        string verifier = Verifier,
        string redirectUri = Callback
    ) =>
        client.IsPublic
            ? auth.PostFormAsync(
                "/connect/token",
                null,
                ("grant_type", "authorization_code"),
                ("client_id", client.Id.ToString()),
                ("code", code),
                ("code_verifier", verifier),
                ("redirect_uri", redirectUri)
            )
            : auth.PostFormAsync(
                "/connect/token",
                client.Basic(),
                ("grant_type", "authorization_code"),
                ("code", code),
                ("code_verifier", verifier),
                ("redirect_uri", redirectUri)
            );

    public static async Task<TokenResponse> TokensAsync(this ServiceHost<Program> auth, ClientResponse client, string code) =>
        await ReadAsync<TokenResponse>(await auth.ExchangeAsync(client, code));

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    /// <summary>Asserts an OAuth error (RFC 6749, section 5.2).</summary>
    public static async Task AssertErrorAsync(HttpResponseMessage response, System.Net.HttpStatusCode status, string error)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal(error, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error").GetString());
    }
}
