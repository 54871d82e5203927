namespace Capsule.Deploy.Quotas;

/// <summary>A quota.</summary>
/// <param name="UserId">The user's identifier in auth.</param>
/// <param name="Plan">The plan that defines the limits.</param>
/// <param name="Limit">The limits.</param>
/// <param name="Used">The amount in use.</param>
public sealed record QuotaResponse(Guid UserId, string Plan, ResourceAmount Limit, ResourceAmount Used)
{
    internal static QuotaResponse From(Quota quota) =>
        new(
            quota.UserId,
            quota.Plan,
            new ResourceAmount(quota.MaxDeployments, quota.MaxCpuMillicores, quota.MaxMemoryMegabytes),
            new ResourceAmount(quota.UsedDeployments, quota.UsedCpuMillicores, quota.UsedMemoryMegabytes)
        );
}

/// <summary>An amount of resources.</summary>
/// <param name="Deployments">Number of deployments.</param>
/// <param name="CpuMillicores">CPU in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory in MiB.</param>
public sealed record ResourceAmount(int Deployments, int CpuMillicores, int MemoryMegabytes);
