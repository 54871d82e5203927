namespace Capsule.Deploy.Quotas;

/// <summary>What a plan allows.</summary>
/// <param name="Deployments">Maximum number of deployments at once.</param>
/// <param name="CpuMillicores">Maximum processor time, in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Maximum memory, in MiB.</param>
internal sealed record PlanLimits(int Deployments, int CpuMillicores, int MemoryMegabytes)
{
    private static readonly PlanLimits Free = new(Deployments: 3, CpuMillicores: 1_000, MemoryMegabytes: 1_024);

    /// <summary>The limits of a plan; a plan that is not known here gives what the free one gives.</summary>
    public static PlanLimits Of(string plan) =>
        plan switch
        {
            "free" => Free,
            _ => Free,
        };
}
