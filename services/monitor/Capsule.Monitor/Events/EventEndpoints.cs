using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Events;

internal static class EventEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(366);

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/api/events").WithTags("Events").RequireScope(Scopes.MonitoringRead);

        events.MapGet("count", CountAsync).WithName("CountEvents").ProducesValidationProblem();
    }

    /// <summary>Counts a type's events in the hours that begin in [from, to); the last 24 hours and the running one unless given.</summary>
    private static async Task<Results<Ok<EventCountResponse>, ProblemHttpResult>> CountAsync(
        string type, DateTimeOffset? from, DateTimeOffset? to, MonitorDbContext database, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (type.Length > EventCount.TypeLength)
        {
            return ApiProblem.Validation("type", $"must have at most {EventCount.TypeLength} characters.");
        }

        // Nothing happened before, and the range would begin before time does.
        if (to < DateTimeOffset.UnixEpoch)
        {
            return ApiProblem.Validation("to", "must be after 1970.");
        }

        var end = to?.ToUniversalTime() ?? clock.GetUtcNow().AddTicks(1);
        var start = Hour.Of(from ?? end - DefaultRange);
        if (start >= end)
        {
            return ApiProblem.Validation("from", "must be before 'to'.");
        }

        if (end - start > LongestRange)
        {
            return ApiProblem.Validation("from", $"must be within {LongestRange.TotalDays} days before 'to'.");
        }

        var hours = await database.EventCounts.AsNoTracking()
            .Where(count => count.Type == type && count.Hour >= start && count.Hour < end)
            .OrderBy(count => count.Hour)
            .Select(count => new HourCount(count.Hour, count.Count))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new EventCountResponse(type, start, end, hours.Sum(hour => hour.Count), hours));
    }
}
