using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Capsule.Testing;

/// <summary>A service on Capsule's defaults, on a loopback port of its own.</summary>
public sealed class TestService : IAsyncDisposable
{
    private TestService(WebApplication app, LogRecorder log)
    {
        App = app;
        Log = log;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public LogRecorder Log { get; }

    public static async Task<TestService> StartAsync(
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        Action<WebApplication>? early = null,
        string environment = "Production",
        params (string Key, string? Value)[] settings
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => pair.Value));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new LogRecorder();
        builder.Logging.AddProvider(log).AddFilter<ConsoleLoggerProvider>(level => false);
        builder.AddServiceDefaults();
        build?.Invoke(builder);
        var app = builder.Build();
        early?.Invoke(app);
        app.MapDefaultEndpoints();
        map?.Invoke(app);
        await app.StartAsync();
        return new TestService(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
