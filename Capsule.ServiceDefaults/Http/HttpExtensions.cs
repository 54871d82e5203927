using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace Capsule.ServiceDefaults;

/// <summary>How services call one another, and what they accept.</summary>
internal static class HttpExtensions
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>Every HttpClient resolves service names and survives passing failures; only safe methods are sent again.</summary>
    public static void AddHttpClientDefaults(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(static http =>
        {
            // A POST that was sent twice may take effect twice: whoever has an idempotency key retries by itself.
            http.AddStandardResilienceHandler(static options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
    }

    /// <summary>A body may have 1 MiB unless the endpoint carries a <c>RequestSizeLimit</c>.</summary>
    public static void AddRequestLimits(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
}
