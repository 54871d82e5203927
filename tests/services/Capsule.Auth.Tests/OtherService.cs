using System.Security.Claims;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Auth.Tests;

/// <summary>A service that takes auth's tokens and API keys, as billing or deploy do.</summary>
internal sealed class OtherService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private OtherService(WebApplication app)
    {
        _app = app;
        _client = new HttpClient
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    /// <summary>What services and auth share, to ask about tokens.</summary>
    public static (string Name, string Value)[] Introspection { get; } =
    [
        ("Authentication:Introspection:ClientId", "services"),
        ("Authentication:Introspection:ClientSecret", "a secret of services: with + and %"),
    ];

    public static async Task<OtherService> StartAsync(ServiceHost<Program> auth, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        var address = auth.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        (string Name, string Value)[] usual =
        [
            ("Authentication:Authority", address),
            ("Authentication:Issuer", address),
            ("ConnectionStrings:redis", (await TestServers.GetAsync()).Redis),
            .. Introspection,
        ];
        builder.Configuration.AddInMemoryCollection(
            settings
                .Concat(usual)
                .DistinctBy(setting => setting.Name)
                .ToDictionary(setting => setting.Name, setting => (string?)setting.Value)
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddServiceRedis();
        builder.AddServiceAuthentication();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/mine", (ClaimsPrincipal caller) => caller.UserId().ToString()).RequireScope(Scopes.Account);
        app.MapGet("/others", () => "fine").RequireScope(Scopes.UsersRead);
        await app.StartAsync();
        return new OtherService(app);
    }

    /// <summary>From here on its logs are kept there too.</summary>
    public void Record(RecordedLogs logs) => _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);

    public async Task<HttpResponseMessage> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await _client.SendAsync(request);
    }

    public async Task<System.Net.HttpStatusCode> StatusAsync(string token, string path = "/mine")
    {
        using var response = await GetAsync(path, token);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
