using Capsule.Data;
using Capsule.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.ServiceDefaults;

/// <summary>
/// Maps readiness at <c>/health</c> and liveness at <c>/alive</c>: everyone sees the status; callers with <see cref="OperatorAccess"/> see
/// each check.
/// </summary>
internal static class HealthExtensions
{
    public const string HealthPath = "/health";
    public const string AlivePath = "/alive";

    public static void AddServiceHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [HealthReports.LiveTag]);
        builder.Services.AddSingleton<OperatorAccess>();
        builder.Services.AddSingleton<HealthReports>();
    }

    public static void MapServiceHealth(this IEndpointRouteBuilder app)
    {
        Map(app, HealthPath, static reports => reports.Ready);
        Map(app, AlivePath, static reports => reports.Live);
        MapStatus(app);
    }

    // Outside Development only operators may call the endpoint; it is absent when the service cannot authenticate callers.
    private static void MapStatus(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<OperatorAccess>().IsOpen)
        {
            app.MapDatabaseStatus();
        }
        else if (app.ServiceProvider.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.MapDatabaseStatus()?.RequireScope(OperatorAccess.Scope);
        }
    }

    private static void Map(IEndpointRouteBuilder app, string path, Func<HealthReports, SharedResult<HealthReport>> which) =>
        app.Map(
                path,
                async (HttpContext context, HealthReports reports, OperatorAccess operators, CancellationToken cancellationToken) =>
                {
                    var report = await which(reports).GetAsync(cancellationToken);
                    context.Response.Headers.CacheControl = "no-store";
                    return TypedResults.Json(
                        HealthDocument.Of(report, operators.IsGranted(context)),
                        statusCode: StatusCode(report.Status)
                    );
                }
            )
            .ExcludeFromDescription()
            .DisableHttpMetrics();

    // A degraded service still answers, so it must keep receiving requests.
    private static int StatusCode(HealthStatus status) =>
        status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}
