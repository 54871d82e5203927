using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace Capsule.ServiceDefaults;

/// <summary>The defaults for outgoing HTTP calls and for incoming requests.</summary>
internal static class HttpExtensions
{
    private const long MaxBodySize = 1024 * 1024;

    /// <summary>Adds service discovery and resilience to every HttpClient; only safe methods are retried.</summary>
    public static void AddHttpClientDefaults(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(static http =>
        {
            // A repeated POST may take effect twice; a caller with an idempotency key retries by itself.
            http.AddStandardResilienceHandler(static options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
    }

    /// <summary>Limits request bodies to 1 MiB unless the endpoint has a <c>RequestSizeLimit</c>.</summary>
    public static void AddRequestLimits(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
        });
}
