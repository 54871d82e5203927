using System.Security.Claims;
using Capsule.Deploy.Quotas;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Deployments;

internal static class DeploymentEndpoints
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) => services.AddScoped<RequestDeployment>();

    public static void MapDeployments(this IEndpointRouteBuilder app)
    {
        var deployments = app.MapGroup("/api/deployments").WithTags("Deployments").RequireScope(Scopes.Deployments);

        deployments.MapPost("", RequestAsync).WithName("RequestDeployment")
            .WithIdempotencyKey<DeployDbContext, RequestDeploymentRequest>(request => request)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deployments.MapGet("{id:guid}", GetAsync).WithName("GetDeployment").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static TransactionalWork<Results<Created<DeploymentResponse>, ProblemHttpResult>> RequestAsync(
        RequestDeploymentRequest request, ClaimsPrincipal caller, RequestDeployment requestDeployment) =>
        new(cancellationToken => ExecuteAsync(request, caller, requestDeployment, cancellationToken));

    private static async Task<Results<Created<DeploymentResponse>, ProblemHttpResult>> ExecuteAsync(
        RequestDeploymentRequest request, ClaimsPrincipal caller, RequestDeployment requestDeployment, CancellationToken cancellationToken)
    {
        var (refusal, deployment, quota) = await requestDeployment.ExecuteAsync(caller.UserId(), request, cancellationToken);
        return refusal switch
        {
            DeploymentRefusal.NoQuota => AwaitedData.Missing("quota", caller.UserId(), caller, Scopes.DeploymentsRead),
            DeploymentRefusal.AccountClosed => ApiProblem.Forbidden("account-closed", "The account was closed: nothing is deployed for it."),
            DeploymentRefusal.OverQuota => ApiProblem.Forbidden("over-quota", OverQuota(request, quota!)),
            DeploymentRefusal.NameTaken => ApiProblem.Conflict(
                "deployment-name-taken", $"You have a deployment named '{request.Name}' already.", field: "name"),
            _ => TypedResults.Created($"/api/deployments/{deployment!.Id}", DeploymentResponse.From(deployment)),
        };
    }

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal caller, DeployDbContext database, CancellationToken cancellationToken)
    {
        var deployment = await database.Deployments.AsNoTracking().SingleOrDefaultAsync(deployment => deployment.Id == id, cancellationToken);

        // Others' look as if they were not there.
        return deployment is null || !caller.MayRead(deployment.UserId, Scopes.DeploymentsRead)
            ? ApiProblem.NotFound("deployment-not-found", $"There is no deployment {id}.")
            : TypedResults.Ok(DeploymentResponse.From(deployment));
    }

    private static string OverQuota(RequestDeploymentRequest request, Quota quota)
    {
        List<string> exceeded = [];
        Check("deployments", 1, quota.UsedDeployments, quota.MaxDeployments);
        Check("cpuMillicores", request.CpuMillicores, quota.UsedCpuMillicores, quota.MaxCpuMillicores);
        Check("memoryMegabytes", request.MemoryMegabytes, quota.UsedMemoryMegabytes, quota.MaxMemoryMegabytes);
        return $"The {quota.Plan} plan does not allow this: {string.Join("; ", exceeded)}.";

        void Check(string what, int asked, int used, int max)
        {
            if (used + asked > max)
            {
                exceeded.Add($"{what} would be {used + asked} of {max}");
            }
        }
    }
}
