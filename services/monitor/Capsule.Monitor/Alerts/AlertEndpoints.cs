using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Alerts;

internal static class AlertEndpoints
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;
    private const int MostLength = 100;

    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/api/alerts").WithTags("Alerts").RequireScope(Scopes.MonitoringRead);

        alerts.MapGet("", ListAsync).WithName("ListAlerts").ProducesValidationProblem();
    }

    /// <summary>Lists alerts, newest first: all, or those that are (not) open, of a name, of a service; the page after an alert.</summary>
    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> ListAsync(
        bool? open, string? name, string? service, Guid? after, int? limit, MonitorDbContext database, CancellationToken cancellationToken)
    {
        var most = limit ?? UsualLimit;
        if (most is < 1 or > HighestLimit)
        {
            return ApiProblem.Validation("limit", $"must be from 1 to {HighestLimit}.");
        }

        if ((name?.Length > MostLength ? nameof(name) : service?.Length > MostLength ? nameof(service) : null) is { } tooLong)
        {
            return ApiProblem.Validation(tooLong, $"must have at most {MostLength} characters.");
        }

        var alerts = Select(database.Alerts.AsNoTracking(), open, name, service);
        if (after is not null)
        {
            var last = await database.Alerts.AsNoTracking().SingleOrDefaultAsync(alert => alert.Id == after, cancellationToken);
            if (last is null)
            {
                return ApiProblem.Validation("after", "must be the id of an alert.");
            }

            alerts = alerts.Where(alert => EF.Functions.LessThan(ValueTuple.Create(alert.RaisedAt, alert.Id), ValueTuple.Create(last.RaisedAt, last.Id)));
        }

        // One more than asked for tells whether another page follows. Relies on ix_alerts_raised_at_id.
        var page = await alerts
            .OrderByDescending(alert => alert.RaisedAt).ThenByDescending(alert => alert.Id)
            .Take(most + 1)
            .Select(alert => new AlertResponse(alert.Id, alert.Name, alert.Service, alert.RaisedAt, alert.ClearedAt, alert.Detail))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Count > most ? new AlertPage(page[..most], page[most - 1].Id) : new AlertPage(page, null));
    }

    private static IQueryable<Alert> Select(IQueryable<Alert> alerts, bool? open, string? name, string? service)
    {
        if (open is not null)
        {
            alerts = open.Value ? alerts.Where(alert => alert.ClearedAt == null) : alerts.Where(alert => alert.ClearedAt != null);
        }

        alerts = name is null ? alerts : alerts.Where(alert => alert.Name == name);
        return service is null ? alerts : alerts.Where(alert => alert.Service == service);
    }
}
