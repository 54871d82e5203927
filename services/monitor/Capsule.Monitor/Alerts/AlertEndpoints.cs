using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Monitor.Alerts;

internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/api/alerts").WithTags("Alerts").RequireScope(Scopes.MonitoringRead);

        alerts.MapGet("", ListAsync).WithName("ListAlerts");
    }

    /// <summary>Lists alerts, newest first, optionally filtered by state, name or service.</summary>
    private static async Task<Results<Ok<Page<AlertResponse>>, ProblemHttpResult>> ListAsync(
        bool? open,
        string? name,
        string? service,
        PageRequest<AlertKey> page,
        ListAlerts list,
        CancellationToken cancellationToken
    ) => (await list.ExecuteAsync(new AlertFilter(open, name, service), page, cancellationToken)).ToOk();
}
