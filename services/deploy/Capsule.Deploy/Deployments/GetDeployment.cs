using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Deployments;

/// <summary>Returns a deployment: the caller's own, or any with the scope deployments:read.</summary>
internal sealed class GetDeployment(DeployDbContext database)
{
    public async Task<Outcome<DeploymentResponse>> ExecuteAsync(Guid id, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var deployment = await database
            .Deployments.AsNoTracking()
            .SingleOrDefaultAsync(deployment => deployment.Id == id, cancellationToken);

        // Other users' deployments are reported as missing, so that callers cannot probe for identifiers.
        return deployment is null || !caller.MayRead(deployment.UserId, Scopes.DeploymentsRead)
            ? Refusal.NotFound("deployment-not-found", $"There is no deployment {id}.")
            : DeploymentResponse.From(deployment);
    }
}
