using System.Security.Cryptography;
using Aspire.Hosting.Embedded;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard listens and the keys that guard it; addresses come from the AppHost's launch profile.</summary>
internal sealed record DashboardSettings
{
    private const string FrontendKey = "ASPNETCORE_URLS";
    private const string OtlpKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string ResourceServiceKey = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";

    /// <summary>The pages.</summary>
    public required Uri Frontend { get; init; }

    /// <summary>Telemetry over gRPC.</summary>
    public required Uri Otlp { get; init; }

    /// <summary>Telemetry over HTTP; null unless asked for.</summary>
    public Uri? OtlpHttp { get; init; }

    /// <summary>The port of the AppHost's resource service; 0 for a free one.</summary>
    public required int ResourceServicePort { get; init; }

    /// <summary>Opens the pages.</summary>
    public required string BrowserToken { get; init; }

    /// <summary>Lets telemetry in.</summary>
    public required string OtlpApiKey { get; init; }

    /// <summary>Lets the dashboard ask the resource service.</summary>
    public required string ResourceServiceApiKey { get; init; }

    /// <summary>The link that a user opens.</summary>
    public string LoginLink => new Uri(Frontend, $"login?t={Uri.EscapeDataString(BrowserToken)}").ToString();

    /// <summary>Reads the settings; what they do not say gets a free port and a random key.</summary>
    /// <exception cref="DistributedApplicationException">An address is not one of this machine.</exception>
    internal static DashboardSettings From(IConfiguration configuration, bool randomizePorts, Ports ports)
    {
        return new DashboardSettings
        {
            Frontend = Address(FrontendKey) ?? Free(),
            Otlp = Address(OtlpKey) ?? Free(),
            OtlpHttp = Address(OtlpHttpKey),
            ResourceServicePort = randomizePorts ? 0 : Address(ResourceServiceKey)?.Port ?? 0,
            BrowserToken = Key("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"),
            OtlpApiKey = Key("AppHost:OtlpApiKey"),
            ResourceServiceApiKey = Key("AppHost:ResourceService:ApiKey"),
        };

        Uri? Address(string key)
        {
            // Of several, one without a certificate: everything stays on this machine.
            if (configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .MinBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) is not { } text)
            {
                return null;
            }

            var address = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.IsLoopback
                ? uri
                : throw new DistributedApplicationException($"{key} is '{text}', which is no address of this machine, as in http://localhost:17110.");
            if (randomizePorts)
            {
                return Free();
            }

            ports.Reserve(address.Port);
            return address;
        }

        Uri Free() => new($"http://localhost:{ports.Pick()}");

        string Key(string key) => configuration[key] is { Length: > 0 } given ? given : RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    /// <summary>The environment of the dashboard's process.</summary>
    internal Dictionary<string, string?> Environment(Uri resourceService) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["DOTNET_ENVIRONMENT"] = null,
        [FrontendKey] = Root(Frontend),
        [OtlpKey] = Root(Otlp),
        [OtlpHttpKey] = OtlpHttp is null ? null : Root(OtlpHttp),
        [ResourceServiceKey] = Root(resourceService),
        ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = ResourceServiceApiKey,
        ["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken",
        ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = BrowserToken,
        ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = OtlpApiKey,
        // Where .NET runs without ICU the dashboard's languages would stop it from starting.
        ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "false",
    };

    /// <summary>What a service is told so that its telemetry reaches the dashboard soon and whole.</summary>
    internal Dictionary<string, string?> Telemetry => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Root(Otlp),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={OtlpApiKey}",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_TRACES_SAMPLER"] = "always_on",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
    };

    private static string Root(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
