using Capsule.ServiceDefaults;
using Capsule.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service does the same way at run time.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds telemetry, health, service discovery, resilient HTTP clients, problem details, request limits, security headers, CORS (setting
    /// <c>Cors:AllowedOrigins</c>) and OpenAPI, and lets requests
    /// under way finish for 30 s when the service stops.
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Drain);
        builder.AddServiceTelemetry();
        builder.AddServiceHealth();
        builder.Services.AddHttpClientDefaults();
        builder.Services.AddForwardedHeaders();
        builder.Services.AddServiceProblems();
        builder.Services.AddRequestLimits();
        builder.Services.AddServiceSecurity();
        builder.Services.AddServiceDocument();
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c>, <c>/alive</c>, <c>/openapi/v1.json</c> and, where a service database is registered,
    /// <c>/api/database/status</c>; turns errors into problem details; authenticates and authorizes where <c>AddServiceAuthentication</c>
    /// was called. Call it first on the built application: middleware added before it answers errors its own way.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseTrustedForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseServiceProblems();
        app.UseCors();
        app.UseRefusalOfUnreadableInput();
        app.UseServiceAuthentication();
        app.MapServiceHealth();
        app.MapOpenApi();
        return app;
    }
}
