using Capsule.Data;

namespace Capsule.Deploy.Deployments;

/// <summary>A deployment that a user requested.</summary>
public sealed class Deployment : Entity
{
    /// <summary>The user's identifier in the auth service.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The name, unique per user.</summary>
    public required string Name { get; init; }

    /// <summary>The container image.</summary>
    public required string Image { get; init; }

    /// <summary>CPU limit in thousandths of a core.</summary>
    public required int CpuMillicores { get; init; }

    /// <summary>Memory limit in MiB.</summary>
    public required int MemoryMegabytes { get; init; }

    /// <summary>The deployment's state.</summary>
    public DeploymentStatus Status { get; set; } = DeploymentStatus.Requested;
}
