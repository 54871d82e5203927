using Capsule.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Quotas;

/// <summary>A subscription sets what its user may deploy.</summary>
internal sealed class SubscriptionActivatedConsumer(DeployDbContext database) : IConsumer<SubscriptionActivated>
{
    public async Task Consume(ConsumeContext<SubscriptionActivated> context)
    {
        var subscription = context.Message;
        var limits = PlanLimits.Of(subscription.Plan);
        var quota = await database.Quotas.SingleOrDefaultAsync(quota => quota.UserId == subscription.UserId, context.CancellationToken);
        if (quota is null)
        {
            quota = new Quota { UserId = subscription.UserId, Plan = subscription.Plan };
            database.Quotas.Add(quota);
        }

        quota.Plan = subscription.Plan;
        quota.MaxDeployments = limits.Deployments;
        quota.MaxCpuMillicores = limits.CpuMillicores;
        quota.MaxMemoryMegabytes = limits.MemoryMegabytes;
        await database.SaveChangesAsync(context.CancellationToken);
    }
}
