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
/// Readiness at <c>/health</c>, liveness at <c>/alive</c>: the status for all, each check for those with <see cref="OperatorAccess"/>.
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

    // Outside Development for operators only, and absent where the service cannot tell who they are.
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

    private static void Map(IEndpointRouteBuilder app, string path, Func<HealthReports, SharedAnswer<HealthReport>> which) =>
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

    // A degraded service still answers: it must keep getting requests.
    private static int StatusCode(HealthStatus status) =>
        status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}
