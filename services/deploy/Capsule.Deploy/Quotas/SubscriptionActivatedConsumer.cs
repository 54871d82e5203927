using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>Sets the quota of a user whose subscription was activated.</summary>
internal sealed class SubscriptionActivatedConsumer(DeployDbContext database) : IEventConsumer<SubscriptionActivated>
{
    public async Task ConsumeAsync(SubscriptionActivated message, CancellationToken cancellationToken)
    {
        var limits = PlanLimits.Of(message.Plan);
        var quota = await database.LockOrAddAsync(message.UserId, Quota.Awaited, cancellationToken);
        quota.Plan = message.Plan;
        quota.MaxDeployments = limits.Deployments;
        quota.MaxCpuMillicores = limits.CpuMillicores;
        quota.MaxMemoryMegabytes = limits.MemoryMegabytes;
        await database.SaveChangesAsync(cancellationToken);
    }
}
