using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Alerts;

/// <summary>The filter of a list of alerts; without values all alerts are listed.</summary>
internal sealed record AlertFilter(bool? Open, string? Name, string? Service);

/// <summary>The sort key of alerts: newest first.</summary>
internal readonly record struct AlertKey(DateTimeOffset RaisedAt, Guid Id);

/// <summary>Lists alerts, newest first, in pages.</summary>
internal sealed class ListAlerts(MonitorDbContext database)
{
    private const int MaxLength = 100;

    public async Task<Outcome<Page<AlertResponse>>> ExecuteAsync(
        AlertFilter filter,
        PageRequest<AlertKey> page,
        CancellationToken cancellationToken
    )
    {
        if (TooLong(filter) is { } field)
        {
            return Refusal.Validation(field, $"must have at most {MaxLength} characters.");
        }

        var alerts = Select(database.Alerts.AsNoTracking(), filter);
        if (page.After is { } after)
        {
            alerts = alerts.Where(alert =>
                EF.Functions.LessThan(ValueTuple.Create(alert.RaisedAt, alert.Id), ValueTuple.Create(after.RaisedAt, after.Id))
            );
        }

        // Relies on ix_alerts_raised_at_id.
        return await page.ReadAsync(
            alerts
                .OrderByDescending(alert => alert.RaisedAt)
                .ThenByDescending(alert => alert.Id)
                .Select(alert => new AlertResponse(alert.Id, alert.Name, alert.Service, alert.RaisedAt, alert.ClearedAt, alert.Detail)),
            static alert => new AlertKey(alert.RaisedAt, alert.Id),
            cancellationToken
        );
    }

    private static string? TooLong(AlertFilter filter) =>
        filter switch
        {
            { Name.Length: > MaxLength } => "name",
            { Service.Length: > MaxLength } => "service",
            _ => null,
        };

    private static IQueryable<Alert> Select(IQueryable<Alert> alerts, AlertFilter filter)
    {
        var (open, name, service) = filter;
        if (open is not null)
        {
            alerts = open.Value ? alerts.Where(alert => alert.ClearedAt == null) : alerts.Where(alert => alert.ClearedAt != null);
        }

        alerts = name is null ? alerts : alerts.Where(alert => alert.Name == name);
        return service is null ? alerts : alerts.Where(alert => alert.Service == service);
    }
}
