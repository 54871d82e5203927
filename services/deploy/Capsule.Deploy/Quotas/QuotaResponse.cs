namespace Capsule.Deploy.Quotas;

/// <summary>A quota as the API shows it.</summary>
/// <param name="UserId">The user in auth.</param>
/// <param name="Plan">The plan that the limits come from.</param>
/// <param name="Limit">What may be in use at once.</param>
/// <param name="Used">What is in use.</param>
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

/// <summary>An amount of what deployments use.</summary>
/// <param name="Deployments">Number of deployments.</param>
/// <param name="CpuMillicores">Processor time in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Memory in MiB.</param>
public sealed record ResourceAmount(int Deployments, int CpuMillicores, int MemoryMegabytes);
