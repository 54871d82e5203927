using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capsule.Testing.Tokens;

/// <summary>
/// An authority on a loopback port of its own: metadata and keys over real HTTP, and tokens as its clients would have them.
/// </summary>
public sealed class TestAuthority : IAsyncDisposable
{
    /// <summary>Who the tokens say that they are from.</summary>
    public const string Issuer = "https://auth.capsule.test";

    /// <summary>Whom the tokens say that they are for.</summary>
    public const string Audience = "capsule";

    private static readonly Lazy<Task<TestAuthority>> OfAllTests = new(() => StartAsync());
    private readonly WebApplication _app;
    private int _metadataRequests;
    private int _keyRequests;

    private TestAuthority(WebApplication app, TestSigningKey[] keys)
    {
        _app = app;
        Published = keys;
    }

    /// <summary>The keys in the key set; the first signs.</summary>
    public IReadOnlyList<TestSigningKey> Published { get; set; }

    /// <summary>When set, what is answered instead.</summary>
    public int? FailsWith { get; set; }

    /// <summary>When set, answers wait for it.</summary>
    public Task? Gate { get; set; }

    /// <summary>How often the metadata has been asked for.</summary>
    public int MetadataRequests => Volatile.Read(ref _metadataRequests);

    /// <summary>How often the keys have been asked for.</summary>
    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>Where it listens, as in <c>http://127.0.0.1:1234</c>.</summary>
    public string Address => _app.Urls.First();

    /// <summary>The one that every service in this process trusts unless its test sets another.</summary>
    public static Task<TestAuthority> SharedAsync() => OfAllTests.Value;

    /// <summary>Starts on a free port, or on the given one, with one ES256 key unless keys are given.</summary>
    public static async Task<TestAuthority> StartAsync(int port = 0, params TestSigningKey[] keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var authority = new TestAuthority(app, keys.Length > 0 ? keys : [TestSigningKey.Es256("key-1")]);
        app.MapGet("/.well-known/openid-configuration", authority.MetadataAsync);
        app.MapGet("/.well-known/jwks.json", authority.KeysAsync);
        await app.StartAsync();
        return authority;
    }

    /// <summary>Claims of a token that is valid for ten minutes; each may be replaced, or removed by null.</summary>
    public static JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "6f1f4d9e-0000-7000-8000-000000000001",
            ["aud"] = Audience,
            ["iat"] = now,
            ["exp"] = now + 600,
        };
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value;
            }
        }

        return claims;
    }

    /// <summary>Returns a valid token of <see cref="Claims"/>, signed by the first key.</summary>
    public string Token(params (string Name, JsonNode? Value)[] changes) => Published[0].Token(Claims(changes));

    /// <summary>Returns a valid token of a user who may do this.</summary>
    public string TokenOf(Guid user, params string[] scopes) => Token(("sub", user.ToString()), ("scope", string.Join(' ', scopes)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task<IResult> MetadataAsync()
    {
        Interlocked.Increment(ref _metadataRequests);
        return AnswerAsync(() => new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{Address}/.well-known/jwks.json" });
    }

    private Task<IResult> KeysAsync()
    {
        Interlocked.Increment(ref _keyRequests);
        return AnswerAsync(() => new JsonObject { ["keys"] = new JsonArray([.. Published.Select(key => key.ToJwk())]) });
    }

    private async Task<IResult> AnswerAsync(Func<JsonObject> document)
    {
        await (Gate ?? Task.CompletedTask);
        return FailsWith is { } status ? Results.StatusCode(status) : Results.Text(document().ToJsonString(), "application/json");
    }
}
