using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Security;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Capsule.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Tests.Redis;

/// <summary>A service that uses Redis for everything that services use it for: counted requests, ended sessions and health.</summary>
internal sealed class RedisUser : IAsyncDisposable
{
    /// <summary>A second as documented, and one and a half for a busy machine.</summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(2.5);

    /// <summary>Two seconds as documented, and the rest for a busy machine.</summary>
    public static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(10);

    private readonly TestService _service;
    private readonly TestAuthority _authority;
    private readonly string _server;
    private readonly string _policy;

    private RedisUser(TestService service, TestAuthority authority, string server, string policy)
    {
        _service = service;
        _authority = authority;
        _server = server;
        _policy = policy;
    }

    public LogRecorder Log => _service.Log;

    /// <summary>Starts the service.</summary>
    /// <param name="redis">Its settings of Redis.</param>
    /// <param name="server">Where tests reach the same Redis.</param>
    /// <param name="configure">Changes the client's options.</param>
    public static async Task<RedisUser> StartAsync(
        (string Name, string? Value) redis,
        string server,
        Action<ConfigurationOptions>? configure = null
    )
    {
        var policy = $"outage-{Guid.NewGuid():n}";
        var authority = await TestAuthority.SharedAsync();
        var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddServiceRedis().AddServiceLimit(policy, limit => limit.PerAccount = 1_000_000).AddServiceAuthentication();
                builder.Services.Configure(configure ?? (_ => { }));
            },
            app =>
                app.MapPost("/used", (Account account) => account.Name)
                    .WithLimit<Account>(policy, account => account.Name)
                    .RequireAuthorization(),
            environment: "Development",
            settings:
            [
                redis,
                ("Logging:LogLevel:StackExchange.Redis", "Information"),
                ("services:auth:http:0", authority.Address),
                ("Authentication:Issuer", TestAuthority.Issuer),
            ]
        );
        return new RedisUser(service, authority, server, policy);
    }

    /// <summary>Sends a request that uses all of it, asserts that it succeeds in time, and returns how long it took.</summary>
    public async Task<TimeSpan> RequestAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/used") { Content = JsonContent.Create(new Account("ada")) };
        request.Headers.Authorization = new("Bearer", _authority.Token(("sid", Guid.NewGuid().ToString())));
        var start = Stopwatch.GetTimestamp();

        using var response = await _service.Client.SendAsync(request);

        var taken = Stopwatch.GetElapsedTime(start);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(taken < LongestRequest, $"A request took {taken}.");
        return taken;
    }

    /// <summary>Asserts that everything goes on without Redis, several requests at once too, and that readiness is degraded.</summary>
    public async Task AssertWorksWithoutAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RequestAsync()));
        var start = Stopwatch.GetTimestamp();
        Assert.Equal("Degraded", await HealthAsync());
        Assert.True(Stopwatch.GetElapsedTime(start) < LongestRequest, $"Health took {Stopwatch.GetElapsedTime(start)}.");
    }

    /// <summary>Asserts that all uses of Redis work within this time from now.</summary>
    public async Task AssertWorksAsync(TimeSpan within, Action<ConfigurationOptions>? configure = null)
    {
        var start = Stopwatch.GetTimestamp();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_server, configure ?? (_ => { }));
        await ForgetCountAsync(redis);
        var took = await Task.WhenAll(
            WhenAsync("an ended session is heard of", () => IsHeardAsync(redis)),
            WhenAsync(
                "requests are counted in Redis",
                async () =>
                {
                    await RequestAsync();
                    return await IsCountedAsync(redis);
                }
            ),
            WhenAsync("readiness is healthy", async () => await HealthAsync() == "Healthy")
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Works after {string.Join(", ", took.Select(one => $"{one.TotalMilliseconds:0} ms"))}"
        );

        async Task<TimeSpan> WhenAsync(string what, Func<Task<bool>> condition)
        {
            await Eventually.TrueAsync(condition, what, within);
            return Stopwatch.GetElapsedTime(start);
        }
    }

    public async Task<string?> HealthAsync()
    {
        using var response = await _service.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.DoesNotContain("secret", document.GetRawText(), StringComparison.Ordinal);
        return document.GetProperty("checks").GetProperty("redis").GetProperty("status").GetString();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    // By the message alone: without the key that tells those that did not listen.
    private async Task<bool> IsHeardAsync(ConnectionMultiplexer redis)
    {
        var session = Guid.NewGuid();
        await redis.GetDatabase().PublishAsync(SessionRevocation.Channel, session.ToString("n"));
        var ended = _service.App.Services.GetRequiredService<EndedSessions>();
        var until = Stopwatch.GetTimestamp();
        while (ended.FindCached(session) != true && Stopwatch.GetElapsedTime(until) < TimeSpan.FromMilliseconds(200))
        {
            await Task.Yield();
        }

        return ended.FindCached(session) == true;
    }

    private async Task ForgetCountAsync(ConnectionMultiplexer redis)
    {
        await foreach (var key in redis.GetServers()[0].KeysAsync(pattern: $"*{_policy}*account*"))
        {
            await redis.GetDatabase().KeyDeleteAsync(key);
        }
    }

    private async Task<bool> IsCountedAsync(ConnectionMultiplexer redis) =>
        await redis.GetServers()[0].KeysAsync(pattern: $"*{_policy}*account*").AnyAsync();

    internal sealed record Account(string Name);
}
