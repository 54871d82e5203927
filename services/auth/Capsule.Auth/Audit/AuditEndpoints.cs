using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Audit;

internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/audit", ListAsync)
            .WithName("ListAuditEvents")
            .WithTags("Audit")
            .RequireScope(Scopes.AuditRead)
            .AllowDelegatedAccess()
            .ProducesValidationProblem();

    private static async Task<Results<Ok<Page<AuditResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] AuditFilter filter,
        PageRequest<AuditKey> page,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        if (filter.Refuse() is { } refusal)
        {
            return ApiProblem.Of(refusal);
        }

        var rows = filter.Of(database.Set<AuditRecord>().AsNoTracking(), page.After);
        return TypedResults.Ok(
            (await page.ReadAsync(rows, static row => new AuditKey(row.OccurredAt, row.Sequence), cancellationToken)).Select(Show)
        );
    }

    private static AuditResponse Show(AuditRecord row) =>
        new(
            row.Sequence,
            row.Id,
            row.OccurredAt,
            row.Event,
            row.ActorId,
            row.TargetId,
            row.SessionId,
            row.Address?.ToString(),
            row.UserAgent,
            row.Data,
            Convert.ToHexStringLower(row.Hash)
        );
}
