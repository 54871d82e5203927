using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.ServiceDefaults.Health;

/// <summary>Readiness at <c>/health</c>, liveness at <c>/alive</c>.</summary>
internal static class HealthExtensions
{
    public const string HealthPath = "/health";
    public const string AlivePath = "/alive";
    private const string Live = "live";

    public static void AddServiceHealth(this IHostApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [Live]);

    public static void MapServiceHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(HealthPath, Options(static _ => true)).DisableHttpMetrics();
        app.MapHealthChecks(AlivePath, Options(static check => check.Tags.Contains(Live))).DisableHttpMetrics();
    }

    // A degraded service still answers: it must keep getting requests.
    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = HealthDocument.WriteAsync,
        ResultStatusCodes =
        {
            [HealthStatus.Healthy] = StatusCodes.Status200OK,
            [HealthStatus.Degraded] = StatusCodes.Status200OK,
            [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable,
        },
    };
}
