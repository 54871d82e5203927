using System.Collections.Concurrent;
using System.Net;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Install;
using Aspire.Hosting.Embedded;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

/// <summary>The official dashboard, from the user's cache or fetched into it.</summary>
public sealed class OfficialDashboardTests
{
    private readonly DashboardSettings _settings =
        DashboardSettings.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://localhost:1")]).Build(),
            randomizePorts: true,
            new Ports());

    [Fact]
    public async Task It_starts_asks_for_a_token_and_reads_the_resources()
    {
        await using var rig = await DashboardRig.StartAsync();
        var (said, log) = (new ConcurrentQueue<string>(), new ListLogger());
        await using var host = Host(rig, log, DashboardInstaller.ForUser(null, TimeProvider.System));
        await host.StartAsync(said.Enqueue, CancellationToken.None);
        var link = await host.Ready.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.SkipWhen(link is null, string.Join(" ", said));

        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _settings.Frontend };
        var anonymous = await browser.GetAsync("/consolelogs");
        var loginPage = await browser.GetAsync("/login");
        var login = await browser.GetAsync(link);
        var page = await browser.GetAsync("/consolelogs");

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (anonymous.StatusCode, anonymous.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, loginPage.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendTelemetryAsync(browser, "another key"));
        Assert.Equal(HttpStatusCode.OK, await SendTelemetryAsync(browser, _settings.OtlpApiKey));
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.EndsWith("/WatchResources", StringComparison.Ordinal)), "it watches the resources");
        Assert.DoesNotContain(log.Lines, line => line.Contains("failed", StringComparison.Ordinal));
        Assert.Equal(_settings.OtlpApiKey, host.Telemetry!["OTEL_EXPORTER_OTLP_HEADERS"]!.Split('=')[1]);
    }

    [Fact]
    public async Task Without_it_one_line_says_so_and_services_are_not_sent_to_it()
    {
        await using var rig = await DashboardRig.StartAsync();
        var said = new ConcurrentQueue<string>();
        await using var host = Host(rig, new ListLogger(), DashboardInstaller.ForUser("/no/such/dashboard", TimeProvider.System));

        await host.StartAsync(said.Enqueue, CancellationToken.None);

        Assert.Null(await host.Ready);
        Assert.Null(host.Telemetry);
        Assert.StartsWith("dashboard: not available, everything else runs: ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ends_at_once_is_told_with_its_code()
    {
        await using var rig = await DashboardRig.StartAsync();
        var said = new ConcurrentQueue<string>();
        await using var host = Host(rig, new ListLogger(), DashboardInstaller.ForUser("/bin/false", TimeProvider.System));

        await host.StartAsync(said.Enqueue, CancellationToken.None);

        Assert.Null(await host.Ready);
        Assert.StartsWith("dashboard: ended with code 1:", Assert.Single(said), StringComparison.Ordinal);
        Assert.Null(host.Telemetry);
    }

    // The dashboard connects to the AppHost once somebody looks at it or sends something.
    private async Task<HttpStatusCode> SendTelemetryAsync(HttpClient client, string key)
    {
        using var body = new ByteArrayContent([]);
        body.Headers.ContentType = new("application/x-protobuf");
        body.Headers.Add("x-otlp-api-key", key);
        using var response = await client.PostAsync(new Uri(_settings.OtlpHttp!, "/v1/logs"), body);
        return response.StatusCode;
    }

    private DashboardHost Host(DashboardRig rig, ILogger logger, DashboardInstaller installer) => new(
        "Rig", _settings, installer, rig.Notifications, rig.Loggers, rig.Application.ResourceCommands, TimeProvider.System, logger);

    private sealed class ListLogger : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
