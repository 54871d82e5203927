using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Deploy.Quotas;

internal static class QuotaEndpoints
{
    public static IServiceCollection AddQuotas(this IServiceCollection services) => services.AddScoped<GetQuota>();

    public static void MapQuotas(this IEndpointRouteBuilder app)
    {
        var quotas = app.MapGroup("/api/quotas").WithTags("Quotas");

        quotas
            .MapGet("{userId:guid}", GetAsync)
            .WithName("GetQuota")
            .RequireScope(Scopes.Deployments)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<QuotaResponse>, ProblemHttpResult>> GetAsync(
        Guid userId,
        ClaimsPrincipal caller,
        GetQuota get,
        CancellationToken cancellationToken
    ) => (await get.ExecuteAsync(userId, caller, cancellationToken)).ToOk();
}
