using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Deploy.Deployments;

internal static class DeploymentEndpoints
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) =>
        services.AddScoped<RequestDeployment>().AddScoped<GetDeployment>();

    public static void MapDeployments(this IEndpointRouteBuilder app)
    {
        var deployments = app.MapGroup("/api/deployments").WithTags("Deployments").RequireScope(Scopes.Deployments);

        deployments
            .MapPost("", RequestAsync)
            .WithName("RequestDeployment")
            .WithIdempotencyKey<DeployDbContext, RequestDeploymentRequest>(request => request)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deployments.MapGet("{id:guid}", GetAsync).WithName("GetDeployment").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static TransactionalWork<Results<Created<DeploymentResponse>, ProblemHttpResult>> RequestAsync(
        RequestDeploymentRequest request,
        ClaimsPrincipal caller,
        RequestDeployment requestDeployment
    ) =>
        new(async cancellationToken =>
            (await requestDeployment.ExecuteAsync(caller, request, cancellationToken)).ToCreated(deployment =>
                $"/api/deployments/{deployment.Id}"
            )
        );

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        ClaimsPrincipal caller,
        GetDeployment get,
        CancellationToken cancellationToken
    ) => (await get.ExecuteAsync(id, caller, cancellationToken)).ToOk();
}
