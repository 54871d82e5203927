using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Monitor.Events;

internal static class EventEndpoints
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services.AddScoped<CountEvents>();

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/api/events").WithTags("Events").RequireScope(Scopes.MonitoringRead);

        events.MapGet("count", CountAsync).WithName("CountEvents").ProducesValidationProblem();
    }

    /// <summary>
    /// Counts a type's events in the hours that begin in [from, to); by default in the last 24 hours and the current one.
    /// </summary>
    private static async Task<Results<Ok<EventCountResponse>, ProblemHttpResult>> CountAsync(
        string type,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CountEvents count,
        CancellationToken cancellationToken
    ) => (await count.ExecuteAsync(type, from, to, cancellationToken)).ToOk();
}
