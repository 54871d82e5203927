using Capsule.ServiceDefaults;
using Capsule.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>The wiring that every service shares.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds telemetry, health checks, service discovery, resilient HTTP clients, problem details, request limits, security headers, CORS
    /// (setting <c>Cors:AllowedOrigins</c>) and OpenAPI, and gives running requests 30 s to finish when the service stops.
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
    /// Maps <c>/health</c>, <c>/alive</c>, <c>/openapi/v1.json</c> and, if a service database is registered, <c>/api/database/status</c>;
    /// converts errors to problem details; authenticates and authorizes if <c>AddServiceAuthentication</c> was called. Call it first on the
    /// built application, because middleware that is added earlier would not use problem details.
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
