using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Capsule.Data;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.ServiceDefaults.Tests;

public sealed class HealthAccessTests
{
    private const string Secret = "the secret that services share, long enough";
    private readonly ManualClock _clock = new();
    private int _checked;

    [Theory]
    [InlineData("/health", "Unhealthy")]
    [InlineData("/alive", "Healthy")]
    public async Task Outside_development_everybody_learns_the_status_and_nothing_else(string path, string status)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority);

        foreach (
            var authorization in new[]
            {
                null,
                "Bearer x.y.z",
                $"Bearer {authority.TokenOf(Guid.NewGuid(), "account", "users:read")}",
                Basic("services", "another secret"),
                Basic("others", Secret),
                $"Basic {Secret}",
                Basic("", ""),
            }
        )
        {
            Assert.Equal($$"""{"status":"{{status}}"}""", await BodyAsync(service, path, authorization));
        }
    }

    [Fact]
    public async Task Operators_and_services_see_each_check()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority);

        foreach (var authorization in new[] { $"Bearer {authority.TokenOf(Guid.NewGuid(), "monitoring:read")}", Basic("services", Secret) })
        {
            var document = JsonSerializer.Deserialize<JsonElement>(await BodyAsync(service, "/health", authorization));
            Assert.Equal("what is known", document.GetProperty("checks").GetProperty("dependency").GetProperty("description").GetString());
        }
    }

    [Fact]
    public async Task Without_a_secret_of_the_services_an_empty_one_proves_nothing()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(
            authority,
            ("Authentication:Introspection:ClientId", ""),
            ("Authentication:Introspection:ClientSecret", "")
        );

        Assert.Equal("""{"status":"Unhealthy"}""", await BodyAsync(service, "/health", Basic("", "")));
    }

    [Fact]
    public async Task A_thousand_calls_cost_one_check_a_second()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority);

        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => BodyAsync(service, "/health", null)));
        Assert.InRange(_checked, 1, 1 + (int)Stopwatch.GetElapsedTime(start).TotalSeconds);

        var before = _checked;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await BodyAsync(service, "/health", null);
        Assert.Equal(before + 1, _checked);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_answer_to_the_others()
    {
        var goOn = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var shared = new SharedResult<int>(
            TimeSpan.FromSeconds(1),
            _clock,
            async () =>
            {
                begun.TrySetResult();
                await goOn.Task;
                return ++_checked;
            }
        );
        using var impatient = new CancellationTokenSource();
        var first = shared.GetAsync(impatient.Token);
        await begun.Task;
        var second = shared.GetAsync(CancellationToken.None);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.SetResult();

        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task Outside_development_the_state_of_the_database_is_for_operators()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority);

        using var nobody = await service.GetAsync("/api/database/status", null);
        using var user = await service.GetAsync("/api/database/status", authority.TokenOf(Guid.NewGuid(), "account"));
        using var someOperator = await service.GetAsync("/api/database/status", authority.TokenOf(Guid.NewGuid(), "monitoring:read"));

        await ProtectedService.ProblemAsync(nobody, HttpStatusCode.Unauthorized, "urn:capsule:problem:unauthorized");
        await ProtectedService.ProblemAsync(user, HttpStatusCode.Forbidden, "urn:capsule:problem:insufficient-scope");
        // Its database is away: the endpoint was reached.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, someOperator.StatusCode);
    }

    [Fact]
    public async Task Outside_development_a_service_that_knows_no_operators_tells_nobody_of_its_database()
    {
        await using var service = await TestService.StartAsync(
            builder => builder.AddServiceDatabase<OrdersContext>("orders"),
            settings: Database
        );

        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync("/api/database/status")).StatusCode);
        Assert.Equal("""{"status":"Unhealthy"}""", await BodyAsync(service, "/health", null));
    }

    private static readonly (string Key, string? Value)[] Database =
    [
        ("ConnectionStrings:orders-db", "Host=127.0.0.1;Port=1;Database=orders;Username=u;Password=p"),
    ];

    private Task<TestService> StartAsync(TestAuthority authority, params (string Key, string? Value)[] settings) =>
        TestService.StartAsync(
            builder =>
            {
                builder.AddServiceAuthentication();
                builder.AddServiceDatabase<OrdersContext>("orders");

                // Outside Development the authority must be on https, which the test's is not: its keys are given instead.
                builder.Services.Configure<JwtBearerOptions>(
                    JwtBearerDefaults.AuthenticationScheme,
                    bearer => bearer.ConfigurationManager = Keys(authority)
                );
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
                builder
                    .Services.AddHealthChecks()
                    .AddCheck(
                        "dependency",
                        () =>
                        {
                            Interlocked.Increment(ref _checked);
                            return HealthCheckResult.Degraded("what is known");
                        }
                    );
            },
            settings: [.. settings.Concat(Defaults(authority)).DistinctBy(setting => setting.Key)]
        );

    private static (string Key, string? Value)[] Defaults(TestAuthority authority) =>
        [
            .. Database,
            ("Authentication:Authority", "https://auth.example.com"),
            ("Authentication:Issuer", TestAuthority.Issuer),
            ("Authentication:Introspection:ClientId", "services"),
            ("Authentication:Introspection:ClientSecret", Secret),
        ];

    private static StaticConfigurationManager<OpenIdConnectConfiguration> Keys(TestAuthority authority)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = TestAuthority.Issuer };
        configuration.SigningKeys.Add(new JsonWebKey(authority.Published[0].ToJwk().ToJsonString()));
        return new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
    }

    private static string Basic(string id, string secret) =>
        new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{Uri.EscapeDataString(secret)}"))
        ).ToString();

    private static async Task<string> BodyAsync(TestService service, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await service.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
