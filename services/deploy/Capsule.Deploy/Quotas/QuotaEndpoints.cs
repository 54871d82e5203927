using System.Security.Claims;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Quotas;

internal static class QuotaEndpoints
{
    public static void MapQuotas(this IEndpointRouteBuilder app)
    {
        var quotas = app.MapGroup("/api/quotas").WithTags("Quotas");

        quotas.MapGet("{userId:guid}", GetAsync).WithName("GetQuota").RequireScope(Scopes.Deployments)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<QuotaResponse>, ProblemHttpResult>> GetAsync(
        Guid userId, ClaimsPrincipal caller, DeployDbContext database, CancellationToken cancellationToken)
    {
        if (!caller.MayRead(userId, Scopes.DeploymentsRead))
        {
            return ApiProblem.Forbidden("not-your-account", $"Quotas of others need the scope {Scopes.DeploymentsRead}.");
        }

        var quota = await database.Quotas.AsNoTracking()
            .Where(quota => quota.UserId == userId)
            .Select(quota => new QuotaResponse(
                quota.UserId,
                quota.Plan,
                new ResourceAmount(quota.MaxDeployments, quota.MaxCpuMillicores, quota.MaxMemoryMegabytes),
                new ResourceAmount(quota.UsedDeployments, quota.UsedCpuMillicores, quota.UsedMemoryMegabytes)))
            .SingleOrDefaultAsync(cancellationToken);
        return quota is null
            ? ApiProblem.NotFound("quota-not-found", $"User {userId} has no quota (yet).")
            : TypedResults.Ok(quota);
    }
}
