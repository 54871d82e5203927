namespace Capsule.Deploy.Deployments;

/// <summary>A deployment.</summary>
/// <param name="Id">The deployment's identifier.</param>
/// <param name="UserId">The user's identifier in auth.</param>
/// <param name="Name">The name, unique per user.</param>
/// <param name="Image">The container image.</param>
/// <param name="CpuMillicores">CPU limit in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory limit in MiB.</param>
/// <param name="Status">The deployment's state, e.g. <c>requested</c>.</param>
/// <param name="CreatedAt">When the deployment was requested (UTC).</param>
public sealed record DeploymentResponse(
    Guid Id,
    Guid UserId,
    string Name,
    string Image,
    int CpuMillicores,
    int MemoryMegabytes,
    string Status,
    DateTimeOffset CreatedAt
)
{
    internal static DeploymentResponse From(Deployment deployment) =>
        new(
            deployment.Id,
            deployment.UserId,
            deployment.Name,
            deployment.Image,
            deployment.CpuMillicores,
            deployment.MemoryMegabytes,
            deployment.Status.ToString().ToLowerInvariant(),
            deployment.CreatedAt
        );
}
