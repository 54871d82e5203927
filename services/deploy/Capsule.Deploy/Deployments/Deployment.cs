using Capsule.Data;

namespace Capsule.Deploy.Deployments;

/// <summary>Something that a user asked to run.</summary>
public sealed class Deployment : Entity
{
    /// <summary>The user in the auth service.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Name, unique among the user's deployments.</summary>
    public required string Name { get; init; }

    /// <summary>Container image to run.</summary>
    public required string Image { get; init; }

    /// <summary>Processor time in thousandths of a core.</summary>
    public required int CpuMillicores { get; init; }

    /// <summary>Memory in MiB.</summary>
    public required int MemoryMegabytes { get; init; }

    /// <summary>How far it is.</summary>
    public DeploymentStatus Status { get; set; } = DeploymentStatus.Requested;
}
