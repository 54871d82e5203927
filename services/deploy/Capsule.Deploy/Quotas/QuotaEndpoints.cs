using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Quotas;

internal static class QuotaEndpoints
{
    public static void MapQuotas(this IEndpointRouteBuilder app)
    {
        var quotas = app.MapGroup("/api/quotas").WithTags("Quotas");

        quotas.MapGet("{userId:guid}", GetAsync).WithName("GetQuota").RequireScope(Scopes.Deployments)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<QuotaResponse>, ProblemHttpResult>> GetAsync(
        Guid userId, ClaimsPrincipal caller, DeployDbContext database, CancellationToken cancellationToken)
    {
        if (!caller.MayRead(userId, Scopes.DeploymentsRead))
        {
            return ApiProblem.Forbidden("not-your-account", $"Quotas of others need the scope {Scopes.DeploymentsRead}.");
        }

        var quota = await database.Quotas.AsNoTracking().SingleOrDefaultAsync(quota => quota.UserId == userId, cancellationToken);
        return quota is null or { IsAwaited: true }
            ? AwaitedData.Missing("quota", userId, caller, Scopes.DeploymentsRead)
            : TypedResults.Ok(QuotaResponse.From(quota));
    }
}
