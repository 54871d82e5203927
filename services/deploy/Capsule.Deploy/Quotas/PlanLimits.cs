namespace Capsule.Deploy.Quotas;

/// <summary>The limits of a plan.</summary>
/// <param name="Deployments">Maximum number of deployments.</param>
/// <param name="CpuMillicores">Maximum CPU in thousandths of a core.</param>
/// <param name="MemoryMegabytes">Maximum memory in MiB.</param>
internal sealed record PlanLimits(int Deployments, int CpuMillicores, int MemoryMegabytes)
{
    private static readonly PlanLimits Free = new(Deployments: 3, CpuMillicores: 1_000, MemoryMegabytes: 1_024);

    /// <summary>Returns the limits of a plan; an unknown plan has the limits of the free plan.</summary>
    public static PlanLimits Of(string plan) =>
        plan switch
        {
            "free" => Free,
            _ => Free,
        };
}
