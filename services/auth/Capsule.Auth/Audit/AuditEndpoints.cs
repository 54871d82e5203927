using Capsule.Security;
using Capsule.Workers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Audit;

internal static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section)
            .Validate(audit => audit.ChainInterval > TimeSpan.Zero, "Auth:Audit:ChainInterval must be more than zero.")
            .ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddRecurringWork<AuditChainer>();
        return services.AddSingleton<AuditedAddress>().AddScoped<AuditLog>();
    }

    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/audit", ListAsync).WithName("ListAuditEvents").WithTags("Audit").RequireScope(Scopes.AuditRead).AllowDelegatedAccess().ProducesValidationProblem();

    private static async Task<Results<Ok<AuditPage>, ProblemHttpResult>> ListAsync(
        [AsParameters] AuditFilter filter, AuthDbContext database, CancellationToken cancellationToken)
    {
        if (filter.Problem() is { } problem)
        {
            return problem;
        }

        // One more than asked for tells whether another page follows.
        var rows = await filter.Of(database.Set<AuditRecord>().AsNoTracking()).Take(filter.Most + 1).ToListAsync(cancellationToken);
        var page = rows.Take(filter.Most).ToList();
        var next = rows.Count > filter.Most ? new AuditCursor(page[^1].OccurredAt, page[^1].Sequence).ToString() : null;
        return TypedResults.Ok(new AuditPage([.. page.Select(Show)], next));
    }

    private static AuditResponse Show(AuditRecord row) => new(
        row.Sequence, row.Id, row.OccurredAt, row.Event, row.ActorId, row.TargetId, row.SessionId, row.Address?.ToString(), row.UserAgent, row.Data,
        Convert.ToHexStringLower(row.Hash));
}
