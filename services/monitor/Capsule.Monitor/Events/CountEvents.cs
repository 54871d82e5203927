using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Events;

/// <summary>Counts the events of a type over a range of hours.</summary>
internal sealed class CountEvents(MonitorDbContext database, TimeProvider timeProvider)
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);
    private static readonly TimeSpan MaxRange = TimeSpan.FromDays(366);

    public async Task<Outcome<EventCountResponse>> ExecuteAsync(
        string type,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken cancellationToken
    )
    {
        if (type.Length > EventCount.TypeLength)
        {
            return Refusal.Validation("type", $"must have at most {EventCount.TypeLength} characters.");
        }

        // No event is older, and the range must not begin before the calendar does.
        if (to < DateTimeOffset.UnixEpoch)
        {
            return Refusal.Validation("to", "must be after 1970.");
        }

        var end = to?.ToUniversalTime() ?? timeProvider.GetUtcNow().AddTicks(1);
        var start = Hour.Of(from ?? end - DefaultRange);
        if (start >= end)
        {
            return Refusal.Validation("from", "must be before 'to'.");
        }

        if (end - start > MaxRange)
        {
            return Refusal.Validation("from", $"must be within {MaxRange.TotalDays} days before 'to'.");
        }

        // Relies on the key (type, hour).
        var hours = await database
            .EventCounts.AsNoTracking()
            .Where(count => count.Type == type && count.Hour >= start && count.Hour < end)
            .OrderBy(count => count.Hour)
            .Select(count => new HourCount(count.Hour, count.Count))
            .ToListAsync(cancellationToken);
        return new EventCountResponse(type, start, end, hours.Sum(hour => hour.Count), hours);
    }
}
