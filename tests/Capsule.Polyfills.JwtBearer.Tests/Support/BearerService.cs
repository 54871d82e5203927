using System.Net;
using System.Security.Claims;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.Polyfills.JwtBearer.Tests.Support;

/// <summary>A service on Kestrel that takes an authority's tokens at <c>/me</c>.</summary>
internal sealed class BearerService : IAsyncDisposable
{
    private const string FailureHeader = "X-Failure";

    private readonly WebApplication _app;

    private BearerService(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public static async Task<BearerService> StartAsync(
        TestAuthority? authority, Action<JwtBearerOptions>? configure = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = authority?.Address;
            options.Audience = TestAuthority.Audience;
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            options.TokenValidationParameters.NameClaimType = "sub";
            options.Events.OnAuthenticationFailed = failed =>
            {
                failed.Response.Headers[FailureHeader] = failed.Exception.GetType().Name;
                return Task.CompletedTask;
            };
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapGet("/open", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody");
        app.MapGet("/admin", () => "fine").RequireAuthorization(policy => policy.RequireRole("admin"));
        await app.StartAsync();
        return new BearerService(app);
    }

    public async Task<HttpResponseMessage> GetAsync(string? token, string path = "/me")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return await Client.SendAsync(request);
    }

    public async Task AcceptsAsync(string token)
    {
        using var response = await GetAsync(token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Asserts that the token is refused, and for this reason.</summary>
    public async Task RefusesAsync<TException>(string token)
        where TException : Exception
    {
        using var response = await GetAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(typeof(TException).Name, Assert.Single(response.Headers.GetValues(FailureHeader)));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
