using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Quotas;

/// <summary>A subscription sets what its user may deploy.</summary>
internal sealed class SubscriptionActivatedConsumer(DeployDbContext database) : IEventConsumer<SubscriptionActivated>
{
    public async Task ConsumeAsync(SubscriptionActivated message, CancellationToken cancellationToken)
    {
        var limits = PlanLimits.Of(message.Plan);
        var quota = await database.Quotas.SingleOrDefaultAsync(quota => quota.UserId == message.UserId, cancellationToken);
        if (quota is null)
        {
            quota = new Quota { UserId = message.UserId, Plan = message.Plan };
            database.Quotas.Add(quota);
        }

        quota.Plan = message.Plan;
        quota.MaxDeployments = limits.Deployments;
        quota.MaxCpuMillicores = limits.CpuMillicores;
        quota.MaxMemoryMegabytes = limits.MemoryMegabytes;
        await database.SaveChangesAsync(cancellationToken);
    }
}
