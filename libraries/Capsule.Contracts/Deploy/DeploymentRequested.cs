namespace Capsule.Contracts;

/// <summary>A user requested a deployment that is within the quota.</summary>
/// <param name="DeploymentId">The new deployment.</param>
/// <param name="UserId">The user who requested the deployment.</param>
/// <param name="Name">The deployment's name.</param>
/// <param name="Image">The container image.</param>
/// <param name="CpuMillicores">CPU limit in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory limit in MiB.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record DeploymentRequested(
    Guid DeploymentId,
    Guid UserId,
    string Name,
    string Image,
    int CpuMillicores,
    int MemoryMegabytes,
    DateTimeOffset OccurredAt
);
