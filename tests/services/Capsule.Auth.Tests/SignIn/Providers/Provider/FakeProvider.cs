using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>A provider that says what no real one would, or what one says that cannot be reached from here (GitHub).</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>The key that it signs with and publishes.</summary>
    public TestSigningKey Key { get; set; } = TestSigningKey.Rs256("key-1");

    /// <summary>How often its keys were asked for.</summary>
    public int KeyRequests { get; private set; }

    public string Address => _app.Urls.First();

    /// <summary>What the metadata has in place of the usual.</summary>
    public JsonObject Metadata { get; } = [];

    /// <summary>What the endpoint for tokens answers, for the nonce that the ID token needs.</summary>
    public Func<string, IResult> Tokens { get; set; } = _ => Results.NotFound();

    /// <summary>What the endpoint that tells of users answers.</summary>
    public Func<IResult> User { get; set; } = () => Results.NotFound();

    /// <summary>What the list of addresses answers.</summary>
    public Func<IResult> Emails { get; set; } = () => Results.NotFound();

    /// <summary>The form with which a code was exchanged last.</summary>
    public Dictionary<string, string> Exchanged { get; } = new(StringComparer.Ordinal);

    /// <summary>The nonce of the sign-in under way.</summary>
    public string Nonce { get; set; } = "";

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet(
            "/jwks",
            () =>
            {
                provider.KeyRequests++;
                return Json(new JsonObject { ["keys"] = new JsonArray(provider.Key.ToJwk()) });
            }
        );
        app.MapPost("/token", provider.TokenAsync);
        app.MapGet("/me", () => provider.User());
        app.MapGet("/emails", () => provider.Emails());
        await app.StartAsync();
        return provider;
    }

    public static IResult Json(JsonNode document) => Results.Text(document.ToJsonString(), "application/json");

    /// <summary>The user agrees at once, whatever is asked; where the browser comes back to.</summary>
    public string Agree(Uri destination, string name)
    {
        Assert.StartsWith(Address, destination.OriginalString, StringComparison.Ordinal);
        var asked = HttpUtility.ParseQueryString(destination.Query);
        Nonce = asked["nonce"]!;
        return $"/api/providers/{name}/callback?code=c&state={asked["state"]}";
    }

    /// <summary>The claims of a good ID token.</summary>
    public JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["sub"] = "1",
            ["aud"] = OidcProviderProcess.ClientId,
            ["iat"] = now,
            ["exp"] = now + 60,
            ["nonce"] = Nonce,
            ["email"] = Accounts.Email,
            ["email_verified"] = true,
        };
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return claims;
    }

    /// <summary>The answer with an ID token.</summary>
    public static IResult WithIdToken(string idToken) =>
        Json(
            new JsonObject
            {
                ["access_token"] = "opaque",
                ["token_type"] = "Bearer",
                ["id_token"] = idToken,
            }
        );

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Describe()
    {
        var document = new JsonObject
        {
            ["issuer"] = Address,
            ["jwks_uri"] = $"{Address}/jwks",
            ["authorization_endpoint"] = $"{Address}/auth",
            ["token_endpoint"] = $"{Address}/token",
            ["userinfo_endpoint"] = $"{Address}/me",
        };
        foreach (var (name, value) in Metadata)
        {
            document[name] = value?.DeepClone();
        }

        return Json(document);
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        foreach (var (name, value) in await request.ReadFormAsync())
        {
            Exchanged[name] = value.ToString();
        }

        Exchanged["authorization"] = request.Headers.Authorization.ToString();
        return Tokens(Nonce);
    }
}
