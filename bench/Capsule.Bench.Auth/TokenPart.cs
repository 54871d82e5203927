using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Capsule.Security;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Bench.Auth;

/// <summary>
/// Measures how a service processes the token of a request, including the request's scope but not the server, on all cores: signature,
/// claims, and whether the session has ended, which costs one Redis call per second and session. The comparison is the signature alone.
/// </summary>
internal static class TokenPart
{
    private const double Goal = 0.8;
    private const int RoundCount = 10;
    private const int Sessions = 200;

    // More than a service caches, so that using them in turn never hits the cache.
    private const int Tokens = 40_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1.5);

    public static async Task<bool> RunAsync(BenchServers servers)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority, servers.Redis);
        var tokens = Enumerable.Range(0, Tokens).Select(number => Token(authority, number)).ToArray();
        var all = Callers(authority, tokens);
        var few = Callers(authority, tokens[..Sessions]);

        var rates = await Rounds.FastestAsync(
            "tokens",
            RoundCount,
            new Side("signature alone", () => Load.RateAsync(all, Time, Verify), OwnCpu),
            new Side("new tokens", () => Load.RateAsync(all, Time, caller => AuthenticateAsync(service.Services, caller)), OwnCpu),
            new Side("known tokens", () => Load.RateAsync(few, Time, caller => AuthenticateAsync(service.Services, caller)), OwnCpu)
        );
        Rounds.Compare($"validation of {Sessions} tokens over and over", rates[2], "ECDsa.VerifyData", rates[0]);
        return Rounds.Compare("validation of tokens that are new to the service", rates[1], "ECDsa.VerifyData", rates[0], Goal);
    }

    private static TimeSpan OwnCpu() => Environment.CpuUsage.TotalTime;

    private static Caller[] Callers(TestAuthority authority, string[] tokens) =>
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(core => new Caller(
                    authority.Published[0],
                    [.. tokens.Where((_, number) => number % Environment.ProcessorCount == core)]
                )),
        ];

    // The claims that auth writes.
    private static string Token(TestAuthority authority, int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return authority.Token(
            ("sub", Guid.CreateVersion7().ToString()),
            ("jti", Guid.CreateVersion7().ToString()),
            ("sid", $"00000000-0000-7000-8000-{number % Sessions:d12}"),
            ("scope", "account billing deployments"),
            ("role", new JsonArray("user")),
            ("auth_time", now.ToUnixTimeSeconds()),
            ("amr", new JsonArray("pwd"))
        );
    }

    private static ValueTask Verify(Caller caller)
    {
        var (data, signature) = caller.NextSigned();
        return caller.Key.VerifyData(data, signature, HashAlgorithmName.SHA256)
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException("The signature is wrong.");
    }

    private static async ValueTask AuthenticateAsync(IServiceProvider services, Caller caller)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await caller.NextRequest(scope.ServiceProvider).AuthenticateAsync();
        if (!result.Succeeded || result.Principal.SessionId() is null)
        {
            throw new InvalidOperationException("The token was refused.", result.Failure);
        }
    }

    // Only Development allows an authority without TLS; the other checks of Development are not measured.
    private static async Task<WebApplication> StartAsync(TestAuthority authority, string redis)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (false, false));
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Authentication:Authority"] = authority.Address,
                ["Authentication:Issuer"] = TestAuthority.Issuer,
                ["ConnectionStrings:redis"] = redis,
            }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddServiceRedis();
        builder.AddServiceAuthentication();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return app;
    }

    /// <summary>A caller that presents its tokens in turn, endlessly.</summary>
    private sealed class Caller(TestSigningKey key, string[] tokens)
    {
        private readonly (byte[] Data, byte[] Signature)[] _signed = [.. tokens.Select(Split)];
        private readonly string[] _headers = [.. tokens.Select(token => "Bearer " + token)];
        private readonly FeatureCollection _features = Features();
        private readonly DefaultHttpContext _context = new(new FeatureCollection());
        private int _next = -1;

        public ECDsa Key { get; } = Public(key);

        /// <summary>Returns the next token in a reused context, as the server does.</summary>
        public DefaultHttpContext NextRequest(IServiceProvider services)
        {
            _context.Uninitialize();
            _context.Initialize(_features);
            _context.RequestServices = services;
            _context.Request.Headers.Authorization = _headers[Next()];
            return _context;
        }

        public (byte[] Data, byte[] Signature) NextSigned() => _signed[Next()];

        private static FeatureCollection Features()
        {
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(new HttpRequestFeature());
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            return features;
        }

        private int Next() => _next = (_next + 1) % _headers.Length;

        private static ECDsa Public(TestSigningKey key)
        {
            var algorithm = ECDsa.Create();
            algorithm.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
            return algorithm;
        }

        private static (byte[] Data, byte[] Signature) Split(string token)
        {
            var end = token.LastIndexOf('.');
            return (Encoding.ASCII.GetBytes(token[..end]), System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(end + 1)));
        }
    }
}
