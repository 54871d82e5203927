namespace Capsule.Contracts;

/// <summary>A user asked for an image to be run, within the quota.</summary>
/// <param name="DeploymentId">The new deployment.</param>
/// <param name="UserId">The user who asked.</param>
/// <param name="Name">The deployment's name.</param>
/// <param name="Image">The container image.</param>
/// <param name="CpuMillicores">Processor time, in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory, in MiB.</param>
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
