using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Embedded;
using Microsoft.Extensions.Configuration;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

public sealed class DashboardSettingsTests
{
    private static readonly Dictionary<string, string?> LaunchProfile = new()
    {
        ["ASPNETCORE_URLS"] = "https://localhost:17111;http://localhost:17110",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:17120",
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:17121",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://localhost:17130",
    };

    [Fact]
    public void The_launch_profile_says_where_the_dashboard_listens()
    {
        var settings = From(LaunchProfile);

        Assert.Equal((17110, 17120, 17121, 17130), (settings.Frontend.Port, settings.Otlp.Port, settings.OtlpHttp!.Port, settings.ResourceServicePort));
        Assert.Equal($"http://localhost:17110/login?t={settings.BrowserToken}", settings.LoginLink);
    }

    [Fact]
    public void Random_ports_replace_those_of_the_launch_profile()
    {
        var settings = From(LaunchProfile, randomizePorts: true);

        int[] ports = [settings.Frontend.Port, settings.Otlp.Port, settings.OtlpHttp!.Port];
        Assert.Equal(0, settings.ResourceServicePort);
        Assert.Equal(3, ports.Distinct().Count());
        Assert.DoesNotContain(ports, port => port is >= 17110 and <= 17130);
    }

    [Fact]
    public void Every_door_has_a_key_of_its_own_that_no_other_run_has()
    {
        var (one, other) = (From(LaunchProfile), From(LaunchProfile));

        string[] keys = [.. new[] { one, other }.SelectMany(s => new[] { s.BrowserToken, s.OtlpApiKey, s.ResourceServiceApiKey })];
        Assert.Equal(6, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(32, key.Length));
        var environment = one.Environment(new Uri("http://127.0.0.1:1"));
        Assert.Equal("BrowserToken", environment["DASHBOARD__FRONTEND__AUTHMODE"]);
        Assert.Equal("ApiKey", environment["DASHBOARD__OTLP__AUTHMODE"]);
        Assert.Equal("ApiKey", environment["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"]);
    }

    [Fact]
    public void The_official_settings_fix_the_keys()
    {
        var settings = From(new(LaunchProfile)
        {
            ["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = "a b",
            ["AppHost:OtlpApiKey"] = "otlp",
            ["AppHost:ResourceService:ApiKey"] = "resources",
        });

        Assert.Equal(("a b", "otlp", "resources"), (settings.BrowserToken, settings.OtlpApiKey, settings.ResourceServiceApiKey));
        Assert.Equal("http://localhost:17110/login?t=a%20b", new Uri(settings.LoginLink).AbsoluteUri);
    }

    [Fact]
    public void Services_get_the_environment_that_the_official_host_gives_them_in_development()
    {
        var telemetry = From(new(LaunchProfile) { ["AppHost:OtlpApiKey"] = "otlp" }).Telemetry;

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:17120",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=otlp",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["OTEL_TRACES_SAMPLER"] = "always_on",
                ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
            },
            telemetry);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://example.org:80")]
    [InlineData("http://0.0.0.0:17110")]
    public void An_address_elsewhere_is_refused_by_name(string address)
    {
        var error = Assert.Throws<DistributedApplicationException>(() => From(new(LaunchProfile) { ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = address }));

        Assert.Contains("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", error.Message, StringComparison.Ordinal);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
    }

    private static DashboardSettings From(Dictionary<string, string?> configuration, bool randomizePorts = false) =>
        DashboardSettings.From(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build(), randomizePorts, new Ports());
}
