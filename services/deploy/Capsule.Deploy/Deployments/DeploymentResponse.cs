namespace Capsule.Deploy.Deployments;

/// <summary>A deployment as the API shows it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="UserId">The user in auth.</param>
/// <param name="Name">Name among the user's deployments.</param>
/// <param name="Image">Container image.</param>
/// <param name="CpuMillicores">Processor time in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory in MiB.</param>
/// <param name="Status">How far it is, e.g. <c>requested</c>.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
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
